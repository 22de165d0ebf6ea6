// Where a function of floating-point numbers is to be found.
#pragma once

#include "Emission.h"

namespace adgen::emit {

/// <cmath> has it.
bool isStandardFunction(llvm::StringRef name);

/// `name(arguments)` on scalars, with its namespace: std where <cmath> has it, else adgen; inside a map
/// adgen::vmath where that has it.
Expression callScalar(llvm::StringRef name, mlir::ValueRange arguments, mlir::Type type, Emission &e);

} // namespace adgen::emit
