// The steps of ad-promote-locals; each is one linear walk over the function and
// says whether it changed something.
#pragma once

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/DenseMap.h"

namespace adgen::promote {

/// The variables whose values results of control flow are: several results share one location, which can
/// name none of them until only one is left.
using ResultNames = llvm::DenseMap<mlir::Value, mlir::StringAttr>;

/// Every record whose address goes nowhere becomes one local per field.
bool splitRecords(mlir::func::FuncOp function);

/// Every small array whose elements are all named by constants becomes one local per element.
bool splitArrays(mlir::func::FuncOp function);

/// Every local whose address goes nowhere becomes values: results of scf.if, iteration arguments of loops.
bool promoteToValues(mlir::func::FuncOp function, ResultNames &names);

/// Erases memory that is written, but never read.
bool eraseDeadMemory(mlir::func::FuncOp function, ResultNames &names);

/// Erases results and iteration arguments that nothing but themselves depends on, and the operations
/// behind them.
bool eraseDeadResults(mlir::func::FuncOp function, ResultNames &names);

/// A choice between a value and an indeterminate one, or the same one, is the value.
bool foldChoices(mlir::func::FuncOp function);

} // namespace adgen::promote
