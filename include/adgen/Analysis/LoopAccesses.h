// What one iteration of an innermost loop reads and writes, and what that means
// to another iteration; and all that accesses one piece of memory.
#pragma once

#include "adgen/Analysis/Address.h"
#include "adgen/Analysis/Memory.h"

#include "mlir/Dialect/SCF/IR/SCF.h"

namespace adgen {

struct Access {
  mlir::Operation *op; ///< An ad.load or an ad.store.
  mlir::Value pointer;
  Address address;
  mlir::Type type;
  bool isWrite;
};

/// The loads and stores of the loop's body, in order; nothing if there is more in it than these and pure
/// operations.
std::optional<llvm::SmallVector<Access>> accessesOf(mlir::scf::ForOp loop);

/// The same with those of the loops and branches in the body; nothing if there are so many that comparing
/// each with each would take long.
std::optional<llvm::SmallVector<Access>> nestedAccessesOf(mlir::scf::ForOp loop);

/// The loads and stores of the memory behind `root`; nothing if there are others than of real numbers, or if
/// its address goes anywhere else, but for the release.
std::optional<llvm::SmallVector<Access>> accessesOf(mlir::Value root);

/// The same in all iterations: computed of what is outside of the loop, and of `variable`.
bool isInvariant(mlir::Value value, mlir::scf::ForOp loop, mlir::Value variable = {});

/// In the loop's body itself, at the element that the loop has got to: root + variable.
bool isAtVariable(const Access &access, mlir::scf::ForOp loop);

/// Two accesses, in whatever iterations.
enum class Overlap {
  Never,
  SameIteration, ///< In one iteration only: each has memory of its own.
  Unknown, ///< Both move evenly through memory; how far from each other, the program finds out when it runs.
  Possible,
};
Overlap overlapOf(const Access &one, const Access &other, mlir::scf::ForOp loop, const Memory &memory);
/// One in each of two loops, which count alike.
Overlap overlapOf(const Access &one, mlir::scf::ForOp loop, const Access &other, mlir::scf::ForOp otherLoop,
                  const Memory &memory);

} // namespace adgen
