// Reading through a pointer whose const has been cast away is reading through the pointer.
#include "Simplify.h"

#include "adgen/IR/AdDialect.h"

#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

/// What was const in front of the cast; null if the cast is of another kind.
static Value constPointer(Value pointer) {
  auto cast = pointer.getDefiningOp<PtrCastOp>();
  const bool dropsConst = cast && cast.onlyChangesConst() && cast.getPointer().getType().getIsConst() &&
                          cast.getPointer().getType().getStoredAs() == cast.getType().getStoredAs();
  return dropsConst ? Value(cast.getPointer()) : Value();
}

namespace {

struct ReadOfConst : OpRewritePattern<LoadOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(LoadOp op, PatternRewriter &b) const override {
    Value pointer = constPointer(op.getPointer());
    if (!pointer)
      return failure();
    b.modifyOpInPlace(op, [&] { op.getPointerMutable().assign(pointer); });
    return success();
  }
};

/// The cast follows the computation of the address.
struct OffsetOfConst : OpRewritePattern<OffsetOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(OffsetOp op, PatternRewriter &b) const override {
    Value pointer = constPointer(op.getPointer());
    if (!pointer)
      return failure();
    Value offset = b.create<OffsetOp>(op.getLoc(), pointer, op.getIndex(), op.getInside());
    b.replaceOpWithNewOp<PtrCastOp>(op, op.getType(), offset);
    return success();
  }
};

struct ElementsOfConst : OpRewritePattern<DecayOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(DecayOp op, PatternRewriter &b) const override {
    Value pointer = constPointer(op.getPointer());
    if (!pointer)
      return failure();
    b.replaceOpWithNewOp<PtrCastOp>(op, op.getType(), b.create<DecayOp>(op.getLoc(), pointer));
    return success();
  }
};

struct MemberOfConst : OpRewritePattern<MemberOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(MemberOp op, PatternRewriter &b) const override {
    Value pointer = constPointer(op.getPointer());
    if (!pointer)
      return failure();
    b.replaceOpWithNewOp<PtrCastOp>(op, op.getType(),
                                    b.create<MemberOp>(op.getLoc(), pointer, op.getField()));
    return success();
  }
};

} // namespace

void optimize::addConstCastPatterns(RewritePatternSet &patterns) {
  patterns.add<ReadOfConst, OffsetOfConst, ElementsOfConst, MemberOfConst>(patterns.getContext());
}
