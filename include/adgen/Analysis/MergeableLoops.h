// Loops whose iterations only add to sums: the adjoint of one iteration needs
// nothing of the others, so that an iteration and its adjoint can be one.
#pragma once

#include "adgen/Analysis/Activity.h"
#include "adgen/Analysis/Stability.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/ADT/SetVector.h"

namespace adgen {

class MergeableLoops {
public:
  /// The loops of `function` that can run at the place of the reverse sweep instead of at their own:
  ///  - what they carry is sums, whose further use is linear: their adjoints are known without their values;
  ///  - what they write is read by nobody else, and is filled anew in every iteration;
  ///  - what they read is still there.
  /// And those inside of them, of which all that is asked within an iteration.
  MergeableLoops(mlir::func::FuncOp function, const Memory &memory, const Activity &activity,
                 const Stability &stability);

  /// None.
  MergeableLoops() = default;

  bool contains(mlir::scf::ForOp loop) const { return uses.contains(loop); }
  /// The operations of the loop's block that depend on its results: they can as well come later.
  llvm::ArrayRef<mlir::Operation *> usesOf(mlir::scf::ForOp loop) const {
    return uses.find(loop)->second.getArrayRef();
  }

private:
  friend class MergeableLoopFinder;
  using Operations = llvm::SetVector<mlir::Operation *>;
  llvm::DenseMap<mlir::Operation *, Operations> uses;
};

/// Marks a loop that computes its forward values itself, iteration by iteration: no iteration's values are
/// read in another one.
inline constexpr llvm::StringLiteral mergedMark = "ad.merged";

} // namespace adgen
