// Copies of whole objects in memory, number by number.
#pragma once

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace adgen {

/// *to = *from: loads and stores, in loops for arrays.
void copyParts(mlir::ImplicitLocOpBuilder &b, mlir::Value from, mlir::Value to);

/// Rewrites stores of whole arrays, or of records with one, that are loaded right before.
void expandCopies(mlir::func::FuncOp function);

} // namespace adgen
