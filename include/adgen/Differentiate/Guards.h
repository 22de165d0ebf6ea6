// The guards of a gradient that is differentiated again.
#pragma once

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace adgen {

/// `guarded(x, x p)` is `x p`, and 0 at x = 0 where p may be infinite: an adjoint x of exactly zero
/// contributes zero. Read as a branch it would be constant at x = 0, where its derivative by x is p.
/// Moves each guard into the products and quotients that lead from x to its value (`guarded_mul`,
/// `guarded_div`), which have derivatives of all orders. In the functions that `function` calls, too.
void resolveGuards(mlir::func::FuncOp function);

} // namespace adgen
