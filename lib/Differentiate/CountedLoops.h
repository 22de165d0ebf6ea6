// scf.while as the reverse sweep can run it backwards: counted, and with all
// that has a derivative in one of its two regions.
#pragma once

#include "mlir/Dialect/SCF/IR/SCF.h"

namespace adgen {

/// How often a loop has run, and which of its regions is its body.
///
/// The body of a pretested loop (`while`) is `after`: `before` computes the
/// condition and nothing that has a derivative.  The body of a posttested one
/// (`do … while`) is `before`, run at least once; `after` only passes values on.
struct CountedWhile {
  mlir::scf::WhileOp loop;
  bool isPosttested = false;
  mlir::Value count;     ///< Iterations of the body, an i64 result.
  mlir::Value iteration; ///< The number of the current iteration in the body, from 0.

  mlir::Block *body() { return isPosttested ? loop.getBeforeBody() : loop.getAfterBody(); }
};

/// Rewrites the loop. `isInert` says of an operation that the reverse sweep has nothing to do for it, and of
/// a value that it has no adjoint.
CountedWhile countIterations(mlir::scf::WhileOp loop, llvm::function_ref<bool(mlir::Operation *)> isInert,
                             llvm::function_ref<bool(mlir::Value)> isInertValue);

} // namespace adgen
