// What is known of the bounds of arrays and of loops.
#pragma once

#include "mlir/Dialect/SCF/IR/SCF.h"

namespace adgen {

/// What `pointer` points to lies inside of an array or a variable of the function: it can be read wherever
/// the indices have the values that they have in the loops around the place where the pointer is computed,
/// whether or not the program would read it there.
bool isInside(mlir::Value pointer);

/// Its bounds are constants, and there is something between them.
bool runsAtLeastOnce(mlir::scf::ForOp loop);

} // namespace adgen
