// Structured operations with more results: each function moves the regions to
// a new operation, replaces the old one, and leaves the new slots to be filled.
#pragma once

#include "mlir/Dialect/SCF/IR/SCF.h"

namespace adgen {

/// New results at the end, `ad.undef` in both branches.
mlir::scf::IfOp addResults(mlir::scf::IfOp op, mlir::TypeRange types);
/// New iteration arguments at the end, yielded unchanged.
mlir::scf::ForOp addIterArgs(mlir::scf::ForOp op, mlir::ValueRange inits);
/// New arguments of `before` (yielded as `ad.undef`), and new forwarded values (`ad.undef`).
mlir::scf::WhileOp addSlots(mlir::scf::WhileOp op, mlir::ValueRange inits, mlir::TypeRange forwarded);

} // namespace adgen
