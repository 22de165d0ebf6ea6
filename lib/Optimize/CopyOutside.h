// What a loop computes, once more somewhere else.
#pragma once

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/IRMapping.h"

namespace adgen {

/// The value, computed again where the builder stands, of what is outside of the loop and of what `mapping`
/// has for values inside; it gets what has been computed.
mlir::Value copyOutside(mlir::OpBuilder &b, mlir::scf::ForOp loop, mlir::Value value,
                        mlir::IRMapping &mapping);

/// Where the builder stands: whether the loop has an iteration.
mlir::Value whetherItRuns(mlir::OpBuilder &b, mlir::scf::ForOp loop);

} // namespace adgen
