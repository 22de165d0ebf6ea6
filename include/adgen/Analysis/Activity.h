// Which values of a function vary with the variables of differentiation and
// influence a differentiated result: only these have an adjoint.
#pragma once

#include "adgen/Analysis/Memory.h"

#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseSet.h"

namespace adgen {

/// Whether a value of this type can have a derivative: floating-point scalars,
/// tensors of them, lists, records and arrays that hold one. Not pointers: what
/// they point to may have one.
bool isDifferentiableType(mlir::Type type);

/// Whether a derivative passes from the operands of `op` to its results.
bool passesDerivative(mlir::Operation *op);

class Activity {
public:
  /// `independent`: the values that contain the variables, or pointers to them;
  /// `dependent`: the values whose derivative is asked for, or pointers to them.
  Activity(mlir::func::FuncOp function, const Memory &memory, llvm::ArrayRef<mlir::Value> independent,
           llvm::ArrayRef<mlir::Value> dependent);

  /// The value varies with an independent one.
  bool isVaried(mlir::Value value) const { return varied.contains(value); }
  /// Varied, and a dependent value varies with it.
  bool isActive(mlir::Value value) const { return varied.contains(value) && useful.contains(value); }
  /// `copy` stands for `value` from now on.
  void alias(mlir::Value copy, mlir::Value value) {
    if (varied.contains(value))
      varied.insert(copy);
    if (useful.contains(value))
      useful.insert(copy);
  }
  /// Some content of the object is active.
  bool isActiveObject(unsigned object) const { return variedObjects[object] && usefulObjects[object]; }
  /// Some object that the pointer may point to is active.
  bool pointsToActive(mlir::Value pointer) const;

private:
  bool forward(mlir::Operation *op);
  bool backward(mlir::Operation *op);
  bool vary(mlir::Value value);
  bool use(mlir::Value value);
  bool markObjects(mlir::Value pointer, llvm::BitVector &set);
  bool anyObject(mlir::Value pointer, const llvm::BitVector &set) const;
  ObjectSet reachedByWrites(mlir::Value argument) const;

  const Memory &memory;
  llvm::DenseSet<mlir::Value> varied, useful;
  /// Parameters that are no variables: what they point to overlaps nothing that the function changes.
  llvm::BitVector apart;
  llvm::BitVector numbers; ///< Objects that may hold some.
  llvm::BitVector variedObjects, usefulObjects;
  bool castsConstAway = false; ///< Somewhere in the function or what it calls.
};

} // namespace adgen
