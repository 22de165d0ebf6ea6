// The variables of counted loops.
#pragma once

#include "mlir/Dialect/SCF/IR/SCF.h"

namespace adgen {

/// The loop whose own variable the value is; null for all else, what a loop carries too, of which
/// scf::getForInductionVarOwner says that it is one.
inline mlir::scf::ForOp loopCounting(mlir::Value value) {
  mlir::scf::ForOp loop = mlir::scf::getForInductionVarOwner(value);
  return loop && loop.getInductionVar() == value ? loop : mlir::scf::ForOp();
}

} // namespace adgen
