// Which loads the reverse sweep may repeat: at its end, memory still holds what
// they read.
#pragma once

#include "adgen/Analysis/Memory.h"
#include "adgen/IR/AdDialect.h"

namespace adgen {

/// `first` is executed before `second` only, never after it; or, with `inIteration`, never behind it in one
/// iteration of the merged loop around it (MergeableLoops.h).
bool isOnlyBefore(mlir::Operation *first, mlir::Operation *second, bool inIteration = false);

class Stability {
public:
  /// `function` as the forward sweep alone; `isSplit` says that it returns before the reverse sweep starts.
  Stability(mlir::func::FuncOp function, const Memory &memory, bool isSplit = false);

  /// Behind the last operation of the function, a load through the same pointer gives the same value.
  /// The memory is alive there, or is the function's own and outlives its block.
  bool isRepeatable(mlir::Value pointer, mlir::Type type, mlir::Operation *load) const;

  /// Behind the last operation of the function, memory still holds what the store writes, each time to
  /// another place.
  bool isKept(ad::StoreOp store) const;

  /// Visits every write that may change what a load through the pointer reads, unless it is over before
  /// the load. \returns whether `visit` returned true for all.
  bool forEachLaterWrite(mlir::Value pointer, mlir::Type type, mlir::Operation *load,
                         llvm::function_ref<bool(mlir::Operation *write)> visit) const;
  /// Something outside of the loop that is not over when it begins may write to one of the objects.
  bool mayChangeBehind(mlir::Operation *loop, const ObjectSet &objects) const;
  /// The object is there, the same one, when the function's last operation is done.
  bool isAliveAtEnd(unsigned object) const;

private:
  struct Write {
    mlir::Operation *op;
    mlir::Value pointer; ///< Null: all that the call's operands reach.
    mlir::Type type;
  };
  bool isThereAtEnd(mlir::Value pointer) const;
  bool mayWriteTo(const Write &write, const ObjectSet &objects) const;
  bool mayClobber(const Write &write, mlir::Value pointer, mlir::Type type) const;

  const Memory &memory;
  bool isSplit;
  std::vector<Write> writes;
  ObjectSet released; ///< What ends early.
};

} // namespace adgen
