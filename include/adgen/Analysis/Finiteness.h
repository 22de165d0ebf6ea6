// Which values are finite whenever the function's inputs are.
//
// An adjoint of exactly zero must contribute zero, even where the partial
// derivative is inf or NaN.  Where the partial is finite anyway, 0 times it is
// 0 and no guard is needed; this analysis says where.  Overflow of a sum or a
// product of finite numbers does not count.
#pragma once

#include "mlir/IR/Value.h"

namespace adgen {

/// Finite for all finite inputs and a finite `given`; a value without a proof is not.
bool isAlwaysFinite(mlir::Value value, mlir::Value given);

/// Not zero for any input: a seed, a constant.
bool isNeverZero(mlir::Value value);

} // namespace adgen
