// Storage for values of one block of a loop, one entry per iteration.
#pragma once

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace adgen {

/// Marks a loop whose iterations compute their own forward values: see SweepCheckpoint.cpp.
constexpr llvm::StringLiteral replayMark = "ad.replay";

/// The block with what is computed once for a reverse sweep: the function's, or that of a loop that computes
/// its forward values itself.
mlir::Block *homeOf(mlir::Block *block);

/// The loops around `block`, innermost first, up to its home.
llvm::SmallVector<mlir::Operation *> loopsAround(mlir::Block *block);

/// `value` computed before `before`, again if need be; null where it depends on more.
mlir::Value atTopLevel(mlir::OpBuilder &b, mlir::Value value, mlir::Operation *before);

/// The number of iterations of a counted loop that ran before this one, an i64.
mlir::Value iterationNumber(mlir::ImplicitLocOpBuilder &b, mlir::Value variable, mlir::Value lower,
                            mlir::Value step);

/// How many iterations a counted loop makes, never less than 0; an i64.
mlir::Value tripCount(mlir::ImplicitLocOpBuilder &b, mlir::Value lower, mlir::Value upper, mlir::Value step);

class Tape {
public:
  /// For values of `type` computed in `block`, which some loop encloses: an array with an index where the
  /// numbers of iterations are known before the outermost loop starts, or the loops run over a triangle, else
  /// a stack.
  Tape(mlir::Block *block, mlir::Type type, llvm::StringRef name);

  void store(mlir::ImplicitLocOpBuilder &b, mlir::Value value);
  /// `reverseOf` maps a value of the forward loops to what stands for it in the reverse loops.
  mlir::Value load(mlir::ImplicitLocOpBuilder &b, llvm::function_ref<mlir::Value(mlir::Value)> reverseOf);

private:
  bool allocateArray(mlir::Block *block, mlir::Type type, llvm::StringRef name);
  mlir::Value address(mlir::ImplicitLocOpBuilder &b, llvm::function_ref<mlir::Value(mlir::Value)> map);

  llvm::SmallVector<mlir::Operation *> loops;
  mlir::Value memory; ///< The first entry, or null.
  mlir::Value stack;
  llvm::SmallVector<mlir::Value> firsts; ///< Where each loop begins at the earliest, if that varies, or null.
  llvm::SmallVector<mlir::Value> trips;  ///< Of each loop but the outermost, innermost first.
};

} // namespace adgen
