// Memory that is overwritten, and the reverse sweep's way back to what it held.
//
// Instead of each value that is loaded from an array, the forward sweep may
// record what each store overwrites: the reverse sweep puts it back as it passes
// the store, and may then load from the array itself (Hascoët and Pascual 2013
// call it store-all by TBR).  In-place factorisations load far more than they
// store.
#pragma once

#include "Sweep.h"

#include "adgen/Analysis/Stability.h"

#include "llvm/ADT/EquivalenceClasses.h"

namespace adgen {

class Restoring {
public:
  Restoring(mlir::func::FuncOp function, const Memory &memory, const Stability &stability,
            const Mirrors &mirrors, llvm::ArrayRef<Undo> undos);

  /// Objects that some pointer may mean alike are restored together: the number of such groups.
  unsigned groups() const { return prices.size(); }
  /// What it takes to restore a group: bytes, each loop around a store counting as a hundred iterations.
  uint64_t price(unsigned group) const { return prices[group]; }

  struct Readable {
    unsigned group;
    /// In the reverse code of the load's block: behind this operation, memory holds what the load read,
    /// up to where the reverse of the load stands. Null: from the start.
    mlir::Operation *after;
  };
  /// Nothing when restoring does not help.
  std::optional<Readable> readable(ad::LoadOp load) const;

  /// Restores these groups, and takes out what is there to restore the others.
  void choose(const llvm::BitVector &groups);
  /// For --emit=report: which stores record.
  void tellOfStores() const;
  /// What is written through the pointer is taken back by the reverse sweep, as far as is decided.
  bool mayUndo(mlir::Value pointer) const {
    const std::optional<unsigned> group = groupOf(pointer);
    return group && (!isDecided || chosen[*group]);
  }
  /// Not a reason to record anything while nothing is chosen.
  bool isUndo(mlir::Operation *reverseOp) const { return puttingBack.contains(reverseOp); }

private:
  std::optional<unsigned> groupOf(mlir::Value pointer) const;
  void addJournal(Undo &undo);

  mlir::func::FuncOp function;
  const Memory &memory;
  const Stability &stability;
  const Mirrors &mirrors;
  std::vector<Undo> undos;
  llvm::DenseMap<mlir::Operation *, Undo *> undoOf; ///< By store.
  llvm::SmallPtrSet<mlir::Operation *, 16> puttingBack;
  std::vector<std::optional<unsigned>> groupOfObject;
  std::vector<uint64_t> prices;
  std::vector<bool> isOwnGroup; ///< By group: nobody else sees what it holds in the end.
  llvm::BitVector chosen;
  bool isDecided = false;
  /// By type: what the caller is to find, as pointers and values.
  llvm::DenseMap<mlir::Type, std::pair<mlir::Value, mlir::Value>> journals;
};

/// How often a block runs, as a guess: a hundred times for every loop around it.
uint64_t frequencyOf(mlir::Block *block);

} // namespace adgen
