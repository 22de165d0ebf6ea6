// Signs and doubles: rewrites that change no bit of the result.
#include "Simplify.h"

#include "Constants.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace adgen;

namespace {

Value negatedBy(Value value) {
  auto negation = value.getDefiningOp<arith::NegFOp>();
  return negation ? negation.getOperand() : Value();
}

struct Negation : OpRewritePattern<arith::NegFOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(arith::NegFOp op, PatternRewriter &b) const override {
    Value x = negatedBy(op.getOperand());
    if (!x)
      return failure();
    b.replaceOp(op, x); // -(-x)
    return success();
  }
};

/// x + -y, -x + y, x + x; and in an adjoint, where the sign of a zero is no one's concern, x + 0.
struct Addition : OpRewritePattern<arith::AddFOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(arith::AddFOp op, PatternRewriter &b) const override {
    Value x = op.getLhs(), y = op.getRhs();
    if (Value minusY = negatedBy(y)) {
      b.replaceOpWithNewOp<arith::SubFOp>(op, x, minusY);
      return success();
    }
    if (Value minusX = negatedBy(x)) {
      b.replaceOpWithNewOp<arith::SubFOp>(op, y, minusX);
      return success();
    }
    if (x == y) {
      Value two = b.create<arith::ConstantOp>(withoutName(op.getLoc()), b.getFloatAttr(op.getType(), 2));
      b.replaceOpWithNewOp<arith::MulFOp>(op, two, x);
      return success();
    }
    for (auto [zero, other] : {std::pair(x, y), std::pair(y, x)})
      if (isReverse(op.getLoc()) && matchPattern(zero, m_AnyZeroFloat())) {
        b.replaceOp(op, other);
        return success();
      }
    return failure();
  }
};

struct Subtraction : OpRewritePattern<arith::SubFOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(arith::SubFOp op, PatternRewriter &b) const override {
    if (Value minusY = negatedBy(op.getRhs())) {
      b.replaceOpWithNewOp<arith::AddFOp>(op, op.getLhs(), minusY);
      return success();
    }
    if (isReverse(op.getLoc()) && matchPattern(op.getLhs(), m_AnyZeroFloat())) {
      b.replaceOpWithNewOp<arith::NegFOp>(op, op.getRhs());
      return success();
    }
    return failure();
  }
};

/// x < x, which is false for a NaN, too.
struct SelfComparison : OpRewritePattern<arith::CmpFOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(arith::CmpFOp op, PatternRewriter &b) const override {
    using Predicate = arith::CmpFPredicate;
    const bool isNever =
        llvm::is_contained({Predicate::OLT, Predicate::OGT, Predicate::ONE}, op.getPredicate());
    const bool isAlways =
        llvm::is_contained({Predicate::UEQ, Predicate::ULE, Predicate::UGE}, op.getPredicate());
    if (op.getLhs() != op.getRhs() || !(isNever || isAlways))
      return failure();
    b.replaceOpWithNewOp<arith::ConstantOp>(op, b.getBoolAttr(isAlways));
    return success();
  }
};

/// -x == 0
struct ZeroTest : OpRewritePattern<arith::CmpFOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(arith::CmpFOp op, PatternRewriter &b) const override {
    Value x = negatedBy(op.getLhs());
    if (!x || !matchPattern(op.getRhs(), m_AnyZeroFloat()) ||
        (op.getPredicate() != arith::CmpFPredicate::OEQ && op.getPredicate() != arith::CmpFPredicate::UNE))
      return failure();
    b.replaceOpWithNewOp<arith::CmpFOp>(op, op.getPredicate(), x, op.getRhs());
    return success();
  }
};

/// What has no sign is not below zero: compilers warn about the question.
struct UnsignedTest : OpRewritePattern<arith::CmpIOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(arith::CmpIOp op, PatternRewriter &b) const override {
    const bool isBelow = op.getPredicate() == arith::CmpIPredicate::ult;
    if ((!isBelow && op.getPredicate() != arith::CmpIPredicate::uge) || !matchPattern(op.getRhs(), m_Zero()))
      return failure();
    b.replaceOpWithNewOp<arith::ConstantOp>(op, b.getBoolAttr(!isBelow));
    return success();
  }
};

/// (c ? p : nullptr) == nullptr is c ? p == nullptr : true. Of an address of an object, compilers warn that
/// it is compared.
struct NullTest : OpRewritePattern<ad::PtrCompareOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ad::PtrCompareOp op, PatternRewriter &b) const override {
    auto choice = op.getLhs().getDefiningOp<arith::SelectOp>();
    const bool isEqual = op.getPredicate() == "eq";
    if (!choice || (!isEqual && op.getPredicate() != "ne") || !op.getRhs().getDefiningOp<ad::NullOp>())
      return failure();
    auto isNull = [](Value pointer) { return bool(pointer.getDefiningOp<ad::NullOp>()); };
    if (!isNull(choice.getTrueValue()) && !isNull(choice.getFalseValue()))
      return failure();
    auto test = [&](Value pointer) -> Value {
      if (isNull(pointer))
        return b.create<arith::ConstantIntOp>(op.getLoc(), isEqual, 1);
      return b.createOrFold<ad::PtrCompareOp>(op.getLoc(), op.getPredicate(), pointer, op.getRhs());
    };
    Value yes = test(choice.getTrueValue()), no = test(choice.getFalseValue());
    b.replaceOpWithNewOp<arith::SelectOp>(op, choice.getCondition(), yes, no);
    return success();
  }
};

/// c ? x : (c ? y : z), as of a guarded sum that is guarded.
struct SameChoice : OpRewritePattern<arith::SelectOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(arith::SelectOp op, PatternRewriter &b) const override {
    auto chosen = [&](Value value) {
      auto inner = value.getDefiningOp<arith::SelectOp>();
      return inner && inner.getCondition() == op.getCondition() ? inner : arith::SelectOp();
    };
    auto yes = chosen(op.getTrueValue()), no = chosen(op.getFalseValue());
    if (!yes && !no)
      return failure();
    b.replaceOpWithNewOp<arith::SelectOp>(op, op.getCondition(), yes ? yes.getTrueValue() : op.getTrueValue(),
                                          no ? no.getFalseValue() : op.getFalseValue());
    return success();
  }
};

/// A sign moves out of products and quotients, so that it meets an addition or another sign.
template <typename Op> struct SignOut : OpRewritePattern<Op> {
  using OpRewritePattern<Op>::OpRewritePattern;
  LogicalResult matchAndRewrite(Op op, PatternRewriter &b) const override {
    Value x = op.getLhs(), y = op.getRhs();
    Value minusX = negatedBy(x), minusY = negatedBy(y);
    if (!minusX && !minusY)
      return failure();
    Location inner = withoutName(op.getLoc());
    Value left = minusX ? minusX : x, right = minusY ? minusY : y;
    if (minusX && minusY) {
      b.replaceOpWithNewOp<Op>(op, left, right);
      return success();
    }
    Value product = b.create<Op>(inner, left, right);
    b.replaceOpWithNewOp<arith::NegFOp>(op, product);
    return success();
  }
};

} // namespace

void optimize::addScalarPatterns(RewritePatternSet &patterns) {
  patterns.add<Negation, Addition, Subtraction, SelfComparison, ZeroTest, UnsignedTest, NullTest, SameChoice,
               SignOut<arith::MulFOp>, SignOut<arith::DivFOp>>(patterns.getContext());
}
