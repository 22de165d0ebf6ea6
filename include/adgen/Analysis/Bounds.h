// Addresses that are known to lie inside of what they point into.
#pragma once

#include "mlir/IR/Value.h"

namespace adgen {

/// What `pointer` points to lies inside of an array or a variable of the function: it can be read wherever
/// the indices have the values that they have in the loops around the place where the pointer is computed,
/// whether or not the program would read it there.
bool isInside(mlir::Value pointer);

} // namespace adgen
