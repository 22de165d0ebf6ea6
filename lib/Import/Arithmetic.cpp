// C++ arithmetic on values of the graph: conversions, comparisons, operators.

#include "Importer.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "clang/AST/Expr.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

static bool isSigned(clang::QualType type) { return type->isSignedIntegerOrEnumerationType(); }

Value Importer::constantInt(Type type, int64_t value) {
  return b.create<arith::ConstantOp>(b.getIntegerAttr(type, value));
}

Value Importer::convert(Value value, Type to, bool fromSigned, bool toSigned) {
  if (!value)
    return {};
  Type from = value.getType();
  if (from == to)
    return value;
  auto fromInt = dyn_cast<IntegerType>(from), toInt = dyn_cast<IntegerType>(to);
  auto fromFloat = dyn_cast<FloatType>(from), toFloat = dyn_cast<FloatType>(to);
  if (fromFloat && toFloat)
    return fromFloat.getWidth() < toFloat.getWidth() ? b.createOrFold<arith::ExtFOp>(to, value)
                                                     : b.createOrFold<arith::TruncFOp>(to, value);
  if (fromInt && toFloat)
    return fromSigned && !fromInt.isInteger(1) ? b.createOrFold<arith::SIToFPOp>(to, value)
                                               : b.createOrFold<arith::UIToFPOp>(to, value);
  if (fromFloat && toInt) {
    if (toInt.isInteger(1))
      return b.createOrFold<arith::CmpFOp>(arith::CmpFPredicate::UNE, value,
                                           b.create<arith::ConstantOp>(b.getFloatAttr(from, 0)));
    return toSigned ? b.createOrFold<arith::FPToSIOp>(to, value) : b.createOrFold<arith::FPToUIOp>(to, value);
  }
  if (fromInt && toInt) {
    if (toInt.isInteger(1))
      return b.createOrFold<arith::CmpIOp>(arith::CmpIPredicate::ne, value, constantInt(from, 0));
    if (fromInt.getWidth() > toInt.getWidth())
      return b.createOrFold<arith::TruncIOp>(to, value);
    return fromSigned && !fromInt.isInteger(1) ? b.createOrFold<arith::ExtSIOp>(to, value)
                                               : b.createOrFold<arith::ExtUIOp>(to, value);
  }
  return {};
}

static Value compare(Importer &importer, clang::BinaryOperatorKind opcode, bool isSigned, Value lhs,
                     Value rhs) {
  using I = arith::CmpIPredicate;
  using F = arith::CmpFPredicate;
  auto pick = [&](F f, I s, I u) -> Value {
    if (isa<FloatType>(lhs.getType()))
      return importer.b.createOrFold<arith::CmpFOp>(f, lhs, rhs);
    return importer.b.createOrFold<arith::CmpIOp>(isSigned ? s : u, lhs, rhs);
  };
  switch (opcode) {
  case clang::BO_LT:
    return pick(F::OLT, I::slt, I::ult);
  case clang::BO_GT:
    return pick(F::OGT, I::sgt, I::ugt);
  case clang::BO_LE:
    return pick(F::OLE, I::sle, I::ule);
  case clang::BO_GE:
    return pick(F::OGE, I::sge, I::uge);
  case clang::BO_EQ:
    return pick(F::OEQ, I::eq, I::eq);
  default:
    return pick(F::UNE, I::ne, I::ne);
  }
}

static Value floatArithmetic(Importer &importer, clang::BinaryOperatorKind opcode, Value lhs, Value rhs) {
  switch (opcode) {
  case clang::BO_Add:
    return importer.b.createOrFold<arith::AddFOp>(lhs, rhs);
  case clang::BO_Sub:
    return importer.b.createOrFold<arith::SubFOp>(lhs, rhs);
  case clang::BO_Mul:
    return importer.b.createOrFold<arith::MulFOp>(lhs, rhs);
  case clang::BO_Div:
    return importer.b.createOrFold<arith::DivFOp>(lhs, rhs);
  default:
    return {};
  }
}

static Value intArithmetic(Importer &importer, clang::BinaryOperatorKind opcode, bool isSigned, Value lhs,
                           Value rhs) {
  auto &b = importer.b;
  switch (opcode) {
  case clang::BO_Add:
    return b.createOrFold<arith::AddIOp>(lhs, rhs);
  case clang::BO_Sub:
    return b.createOrFold<arith::SubIOp>(lhs, rhs);
  case clang::BO_Mul:
    return b.createOrFold<arith::MulIOp>(lhs, rhs);
  case clang::BO_Div:
    return isSigned ? b.createOrFold<arith::DivSIOp>(lhs, rhs) : b.createOrFold<arith::DivUIOp>(lhs, rhs);
  case clang::BO_Rem:
    return isSigned ? b.createOrFold<arith::RemSIOp>(lhs, rhs) : b.createOrFold<arith::RemUIOp>(lhs, rhs);
  case clang::BO_And:
    return b.createOrFold<arith::AndIOp>(lhs, rhs);
  case clang::BO_Or:
    return b.createOrFold<arith::OrIOp>(lhs, rhs);
  case clang::BO_Xor:
    return b.createOrFold<arith::XOrIOp>(lhs, rhs);
  case clang::BO_Shl:
    return b.createOrFold<arith::ShLIOp>(lhs, rhs);
  case clang::BO_Shr:
    return isSigned ? b.createOrFold<arith::ShRSIOp>(lhs, rhs) : b.createOrFold<arith::ShRUIOp>(lhs, rhs);
  default:
    return {};
  }
}

static Value refuseOperator(Importer &importer, const clang::Expr *at, clang::QualType type) {
  auto *op = dyn_cast<clang::BinaryOperator>(at);
  const bool isThreeWay = op && op->getOpcode() == clang::BO_Cmp;
  return importer.refuseValue(
      at, "adgen cannot differentiate through this operator on '" + importer.spell(type) + "'",
      isThreeWay ? "compare with < and > instead" : whyUnsupported(type));
}

Value Importer::binary(const clang::Expr *at, clang::BinaryOperatorKind opcode, clang::QualType type,
                       Value lhs, Value rhs) {
  if (!lhs || !rhs)
    return refuseExpression(at), b.create<LiteralOp>(convertType(at->getType()), "").getResult();
  bool shift = opcode == clang::BO_Shl || opcode == clang::BO_Shr;
  if (shift && isa<IntegerType>(rhs.getType()) && isa<IntegerType>(lhs.getType()))
    rhs = convert(rhs, lhs.getType(), true, true);
  if (lhs.getType() != rhs.getType() || !isa<IntegerType, FloatType>(lhs.getType()))
    return refuseOperator(*this, at, type);
  if (clang::BinaryOperator::isComparisonOp(opcode) && opcode != clang::BO_Cmp) {
    auto *op = cast<clang::BinaryOperator>(at);
    return compare(*this, opcode, isSigned(op->getLHS()->getType()), lhs, rhs);
  }
  Value value = isa<FloatType>(lhs.getType()) ? floatArithmetic(*this, opcode, lhs, rhs)
                                              : intArithmetic(*this, opcode, isSigned(type), lhs, rhs);
  // The graph's integers have no sign; written as signed ones, these must not overflow. Folding has moved a
  // constant to the right.
  Operation *op = value ? value.getDefiningOp() : nullptr;
  auto isOf = [&](Value left, Value right) {
    return op->getOperand(0) == left && op->getOperand(1) == right;
  };
  if (isa_and_nonnull<arith::AddIOp, arith::SubIOp, arith::MulIOp, arith::ShLIOp>(op) && !isSigned(type) &&
      (isOf(lhs, rhs) || isOf(rhs, lhs)))
    op->setAttr(wrapsMark, b.getUnitAttr());
  return value ? value : refuseOperator(*this, at, type);
}

Value Importer::stepped(const clang::UnaryOperator *expr, Value old) {
  bool up = expr->isIncrementOp();
  if (isa<PtrType>(old.getType()))
    return offset(
        old, flatIndex(constantInt(b.getI64Type(), up ? 1 : -1), expr->getType()->getPointeeType(), true),
        true);
  if (!isa<IntegerType, FloatType>(old.getType()))
    return refuseExpression(expr), b.create<LiteralOp>(convertType(expr->getType()), "").getResult();
  Value one = convert(constantInt(b.getI32Type(), 1), old.getType(), true, true);
  return binary(expr, up ? clang::BO_Add : clang::BO_Sub, expr->getType(), old, one);
}
