// What is known of the signs of numbers: from how they are made, and from the
// branches that they are made in.
#pragma once

#include "mlir/IR/Value.h"

namespace adgen {

/// Whether a real number is at least zero, or other than zero, where `at` runs, whatever the function's
/// inputs are; those, and what is computed up to there, taken for finite.
bool isNotNegative(mlir::Value number, mlir::Operation *at);
bool isNotZero(mlir::Value number, mlir::Operation *at);

inline bool isPositive(mlir::Value number, mlir::Operation *at) {
  return isNotNegative(number, at) && isNotZero(number, at);
}

} // namespace adgen
