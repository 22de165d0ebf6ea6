// Which values are finite whenever the function's inputs are.
//
// An adjoint of exactly zero must contribute zero, even where the partial
// derivative is inf or NaN.  Where the partial is finite anyway, 0 times it is
// 0 and no guard is needed; this analysis says where.  Overflow of a sum or a
// product of finite numbers does not count.
#pragma once

#include "adgen/Analysis/Memory.h"

#include "llvm/ADT/DenseSet.h"

namespace adgen {

class Finiteness {
public:
  /// Reads the function once; what is built in it later is judged by its operands.
  Finiteness(mlir::func::FuncOp function, const Memory &memory);

  /// Finite for all finite inputs and a finite `given`; a value without a proof is not.  What has been built
  /// since is for the branches that `at` stands in; `depth` operations of it are looked through.
  bool isFinite(mlir::Value value, mlir::Value given = {}, mlir::Operation *at = nullptr,
                unsigned depth = 12) const;

  /// `copy` stands for `value` from now on.
  void alias(mlir::Value copy, mlir::Value value) {
    if (broken.contains(value))
      broken.insert(copy);
    else
      copies.insert(copy);
  }

private:
  llvm::DenseSet<mlir::Value> broken, copies;
  llvm::DenseSet<mlir::Operation *> known;
};

/// Not zero for any input: a seed, a constant.
bool isNeverZero(mlir::Value value);

} // namespace adgen
