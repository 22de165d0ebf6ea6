// The first line of the C++ function.
#pragma once

#include "adgen/IR/Function.h"

namespace adgen::emit {

/// What the function says about its C++ side; a function of a bare graph, as
/// tests write it, gets a signature that follows from its type.
FunctionInfo signatureOf(mlir::func::FuncOp function);

/// `inline T name(parameters)`. A parameter that `isNamed` denies has its name commented out.
std::string signatureText(const FunctionInfo &info, llvm::function_ref<bool(unsigned)> isNamed);

} // namespace adgen::emit
