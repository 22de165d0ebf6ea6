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

/// A constant of any arithmetic type.
inline mlir::Value numberOf(mlir::ImplicitLocOpBuilder &b, mlir::Type type, int64_t value) {
  mlir::TypedAttr attr = mlir::isa<mlir::FloatType>(type)
                             ? mlir::TypedAttr(b.getFloatAttr(type, static_cast<double>(value)))
                             : mlir::TypedAttr(b.getIntegerAttr(type, value));
  return b.create<mlir::arith::ConstantOp>(attr);
}

} // namespace adgen::optimize
