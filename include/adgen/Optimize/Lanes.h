// Several tangents or cotangents at once.
#pragma once

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace adgen {

/// Turns every tangent or adjoint of a derivative with a lanesMark, and the memory of those, into vectors. A
/// derivative is linear in them, so the operations stay the same. The last step in front of emission.
///
/// \returns false after an error, which `error` has got: the place, and what cannot be computed in lanes.
bool widenLanes(mlir::func::FuncOp function, llvm::function_ref<void(mlir::Location, llvm::StringRef)> error);

} // namespace adgen
