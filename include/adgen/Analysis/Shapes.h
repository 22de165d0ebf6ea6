// Which tensors provably have the same shape.
//
// The graph knows neither ranks nor extents.  But a shape is always that of
// some input or of an operation that chooses it (matmul, reshape, …), or the
// broadcast of several of those.  Broadcasting is associative, commutative and
// idempotent, so the set of the origins says which shape it is.
#pragma once

#include "mlir/IR/ValueRange.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/SmallVector.h"

namespace adgen {

/// The origins whose broadcast the shape is, in a fixed order.  Empty: a scalar or of rank 0.
using ShapeOrigins = llvm::SmallVector<void *, 4>;

class Shapes {
public:
  /// By value: a reference into the map would not outlive the next question.
  ShapeOrigins originsOf(mlir::Value value);
  /// Equal for every input that does not make an operation throw.
  bool equal(mlir::Value a, mlir::Value b) { return originsOf(a) == originsOf(b); }
  /// Broadcasting a against `others` leaves their common shape as it is.
  bool absorbed(mlir::Value a, mlir::ValueRange others);
  /// Of rank 0, or no tensor at all.
  bool isRankZero(mlir::Value value) { return originsOf(value).empty(); }
  /// The value is about to be erased.
  void forget(mlir::Value value) { known.erase(value); }

private:
  ShapeOrigins compute(mlir::Value value);
  ShapeOrigins broadcast(mlir::ValueRange values);

  llvm::DenseMap<mlir::Value, ShapeOrigins> known;
};

/// The row's operand whose shape the result has ("sum_to": 1); none where it has another one.
std::optional<unsigned> shapeSource(llvm::StringRef row);
/// Only the shape and the element type of the operand matter to the operation.
bool readsOnlyShape(mlir::OpOperand &use);

} // namespace adgen
