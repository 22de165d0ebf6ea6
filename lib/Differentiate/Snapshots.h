// The state of a loop with checkpoint(n): what a snapshot keeps, and whether iterations can be repeated from
// it.
#pragma once

#include "adgen/Analysis/Stability.h"

#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace adgen {

/// The memory that the loop changes and the values it carries.
struct State {
  llvm::SmallVector<mlir::Value> objects; ///< Pointers to them (to the first, for a block with a count).
  llvm::SmallVector<mlir::Value> counts;  ///< Of each: how many; null for one.
  llvm::SmallVector<mlir::Value> snapshotsOfObjects, snapshotsOfValues;
};

/// Finds the objects outside the loop that it changes. What it reads, when its iterations are repeated, has
/// to be there, and be what it was.
/// \returns false, after an error, where an object cannot be copied or does not last.
bool findState(mlir::Operation *loop, const Memory &memory, const Stability &stability, State &state,
               llvm::function_ref<void(mlir::Location, const llvm::Twine &)> fail);

/// Copies every object to or from its snapshot number `index`.
void copyObjects(mlir::ImplicitLocOpBuilder &b, const State &state, mlir::Value index, bool restore);
void takeSnapshot(mlir::ImplicitLocOpBuilder &b, const State &state, mlir::Value index,
                  mlir::ValueRange carried);

} // namespace adgen
