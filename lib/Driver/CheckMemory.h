// What only the whole graph of a function shows of its memory, and cannot be
// differentiated.
#pragma once

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace adgen {

using RefuseMemory =
    llvm::function_ref<void(mlir::Location, llvm::StringRef message, llvm::StringRef advice)>;

/// Refuses memory behind a `void *` of which the function does not show what it is. \returns false after
/// that.
bool checkConversions(mlir::func::FuncOp function, RefuseMemory refuse);

/// Refuses memory for a number of objects that is not known, of a class that cannot be made without values:
/// the derivative would have to. \returns false after that.
bool checkAllocations(mlir::func::FuncOp function, RefuseMemory refuse);

/// Refuses to free what the function has not allocated: its shadow is the caller's. \returns false after
/// that.
bool checkReleases(mlir::func::FuncOp function, RefuseMemory refuse);

} // namespace adgen
