// `void *` parameters of functions that the graph calls itself.
#pragma once

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace adgen {

/// Gives a `void *` parameter of a function the type of the memory that it gets a pointer to, where all calls
/// in `functions` agree on one. The function has a name of its own then, since the one that the user wrote
/// takes any memory. It is to be simplified anew: what is converted in it has become superfluous.
///
/// \returns the functions that have changed.
std::vector<mlir::func::FuncOp> typeArguments(llvm::ArrayRef<mlir::func::FuncOp> functions);

} // namespace adgen
