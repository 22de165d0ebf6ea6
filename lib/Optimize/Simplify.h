// The parts of the pass ad-simplify.
#pragma once

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/PatternMatch.h"

namespace adgen::optimize {

void addScalarPatterns(mlir::RewritePatternSet &patterns);
void addAddressPatterns(mlir::RewritePatternSet &patterns);

/// One sweep over the tensor operations of the function; true if it changed something.
bool simplifyTensors(mlir::func::FuncOp function);

} // namespace adgen::optimize
