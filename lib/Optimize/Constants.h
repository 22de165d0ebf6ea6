// Numbers that the graph knows.
#pragma once

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "mlir/IR/Matchers.h"

#include <optional>

namespace adgen::optimize {

/// The value of a floating-point constant.
inline std::optional<double> constantOf(mlir::Value value) {
  mlir::FloatAttr number;
  if (!matchPattern(value, m_Constant(&number)))
    return std::nullopt;
  return number.getValueAsDouble();
}

/// What a sum adds to its first operand, if that is a constant.
inline std::optional<int64_t> addedConstant(mlir::Value sum) {
  mlir::Operation *op = sum.getDefiningOp();
  llvm::APInt number;
  if (!llvm::isa_and_nonnull<mlir::arith::AddIOp, mlir::arith::SubIOp>(op) ||
      !mlir::matchPattern(op->getOperand(1), mlir::m_ConstantInt(&number)) ||
      number.getSignificantBits() > 32)
    return std::nullopt;
  return mlir::isa<mlir::arith::SubIOp>(op) ? -number.getSExtValue() : number.getSExtValue();
}

/// A constant of any arithmetic type.
inline mlir::Value numberOf(mlir::ImplicitLocOpBuilder &b, mlir::Type type, int64_t value) {
  mlir::TypedAttr attr = mlir::isa<mlir::FloatType>(type)
                             ? mlir::TypedAttr(b.getFloatAttr(type, static_cast<double>(value)))
                             : mlir::TypedAttr(b.getIntegerAttr(type, value));
  return b.create<mlir::arith::ConstantOp>(attr);
}

} // namespace adgen::optimize
