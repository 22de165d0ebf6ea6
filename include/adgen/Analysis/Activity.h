// Which values of a function vary with the variables of differentiation and
// influence a differentiated result: only these have an adjoint.
#pragma once

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/DenseSet.h"

namespace adgen {

/// Whether a value of this type can have a derivative: floating-point scalars,
/// tensors of them, lists and records that hold one.
bool isDifferentiableType(mlir::Type type);

class Activity {
public:
  /// `independent`: the values that contain the variables; `dependent`: the
  /// values whose derivative is asked for.
  Activity(mlir::func::FuncOp function, llvm::ArrayRef<mlir::Value> independent,
           llvm::ArrayRef<mlir::Value> dependent);

  /// The value varies with an independent one.
  bool isVaried(mlir::Value value) const { return varied.contains(value); }
  /// Varied, and a dependent value varies with it.
  bool isActive(mlir::Value value) const { return varied.contains(value) && useful.contains(value); }

private:
  llvm::DenseSet<mlir::Value> varied, useful;
};

} // namespace adgen
