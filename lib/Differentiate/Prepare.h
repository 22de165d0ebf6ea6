// What happens to the forward sweep before it can be reversed: replays become
// loops, loops are counted, slots for shadows are added, copies of whole arrays
// become loops, local arrays are declared further out.
#pragma once

#include "CountedLoops.h"
#include "Shadows.h"

#include "adgen/Analysis/MergeableLoops.h"

namespace adgen {

using CountedLoops = llvm::DenseMap<mlir::Operation *, CountedWhile>;

struct Prepared {
  SlotMap slots;
  CountedLoops counted;
  /// Blocks of ad.heap that end with the function: released behind the reverse sweep.
  llvm::SmallVector<mlir::Value> released;
};

/// Of a gradient: what it replays becomes a loop. In front of everything.
void expandReplays(mlir::func::FuncOp function);
/// Whether hoistLocals may find something to do.
bool hasLocalsToHoist(mlir::func::FuncOp function);
/// Declares arrays that loops and branches declare as far out as the reverse sweep can still see them. In
/// front of the other steps; what was known of the function is out of date behind it.
void hoistLocals(mlir::func::FuncOp function, const Memory &memory, const MergeableLoops &mergeable);

/// First step. `activity` and `needs` speak of the function before, and are out of date behind it.
/// `mayDefer`: memory may live until the reverse sweep, which is in the same function.
Prepared countLoops(mlir::func::FuncOp function, const Activity &activity, const ShadowNeeds &needs,
                    bool mayDefer);
/// Second step, with fresh facts; they are out of date behind it.
void addShadowSlots(mlir::func::FuncOp function, const ShadowNeeds &needs, Prepared &prepared);

} // namespace adgen
