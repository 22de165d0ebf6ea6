// The reverse sweep.  It knows no operation by name: each one's row says what
// its adjoint is.
//
// What it builds reads the values of the primal wherever they are, also those
// of a loop's or a branch's own block, which are gone when the sweep comes:
// Recording makes them available afterwards.
#pragma once

#include "Adjoints.h"
#include "CountedLoops.h"
#include "Recursion.h"
#include "Shadows.h"

#include "adgen/Analysis/Activity.h"
#include "adgen/Analysis/Finiteness.h"
#include "adgen/Analysis/MergeableLoops.h"
#include "adgen/Analysis/Stability.h"
#include "adgen/Differentiate/Reverse.h"
#include "adgen/IR/AdDialect.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/OwningOpRef.h"

namespace adgen {

/// For a block of a loop or a branch, the block that runs it backwards.
struct Mirror {
  mlir::Block *reverse = nullptr;
  /// In a loop: the values of the forward loop that the reverse loop computes itself (its variable).
  llvm::SmallVector<std::pair<mlir::Value, mlir::Value>, 1> known;
};
using Mirrors = llvm::MapVector<mlir::Block *, Mirror>;

/// A store of the forward sweep, and how the reverse sweep could take it back.
struct Undo {
  ad::StoreOp store;
  ad::LoadOp old;      ///< In front of it: what it overwrites.
  ad::StoreOp putBack; ///< Where the store is reversed.
};

class Sweep {
public:
  struct Facts {
    const Memory &memory;
    Activity &activity;
    Finiteness &finiteness;
    const ShadowNeeds &needs;
    Shadows &shadows;
    const llvm::DenseMap<mlir::Operation *, CountedWhile> &counted;
    Recursion *recursion;
    const MergeableLoops &mergeable;
    const Stability &stability; ///< Of the forward sweep.
  };
  Sweep(mlir::ImplicitLocOpBuilder &b, const Facts &facts, const ReportError &error)
      : b(b), facts(facts), error(error) {}

  /// Builds the adjoints of `ops` at the builder's insertion point, last first.
  void run(llvm::ArrayRef<mlir::Operation *> ops, Adjoints &adjoints);
  void run(mlir::Block &block, Adjoints &adjoints);
  /// The whole body of a function, into the body of another one.
  void runFunction(mlir::Block &body, mlir::Block &reverse, Adjoints &adjoints);
  const Mirrors &mirrors() const { return reversed; }
  /// For every reversed store of a number.
  llvm::ArrayRef<Undo> undos() const { return undone; }
  bool hasFailed() const { return failed; }

private:
  /// Its reverse sweep is another function, which may run many times before this one goes on.
  bool isSplit = false;

  void reverse(mlir::Operation *op, Adjoints &adjoints);
  void reverseRow(mlir::Operation *op, mlir::Value cotangent, Adjoints &adjoints);
  void fail(mlir::Location loc, const llvm::Twine &message);
  /// The operation reads a record of unknown length.
  void failAgain(mlir::Operation *op);
  bool isActive(mlir::Value value) const { return facts.activity.isActive(value); }

  void reverseCall(mlir::func::CallOp call, Adjoints &adjoints);
  /// What a gradient's sweep back takes off a stack last, its sweep forward has put there first: the adjoints
  /// of what is taken go on a stack of their own, and come off it where it was put.
  void reverseStack(mlir::Operation *op, Adjoints &adjoints);
  mlir::Value stackOfAdjoints(mlir::Value stack);

  // SweepMemory.cpp
  /// Whether the operation accesses, creates or ends memory; it is reversed then.
  bool reverseMemory(mlir::Operation *op, Adjoints &adjoints);
  void reverseLoad(mlir::Operation *op, Adjoints &adjoints);
  void reverseStore(mlir::Operation *op, Adjoints &adjoints);
  void addUndo(ad::StoreOp store);

  // SweepControl.cpp
  void reverseBranch(mlir::scf::IfOp op, Adjoints &adjoints);
  void reverseFor(mlir::scf::ForOp op, Adjoints &adjoints);
  void reverseWhile(mlir::scf::WhileOp op, Adjoints &adjoints);
  struct ReverseLoop;
  // SweepCheckpoint.cpp
  /// A loop with the attribute `ad.checkpoint`: from snapshots.
  void reverseFromSnapshots(mlir::Operation *loop, Adjoints &adjoints);
  // SweepMerged.cpp
  void reverseMerged(mlir::scf::ForOp loop, Adjoints &adjoints);
  /// Ends the body of a reverse loop, and creates it.
  void finishLoop(ReverseLoop &loop, Adjoints &outer);
  /// Takes a loop out that another one has replaced. It lives on until the sweep is gone: what is known of
  /// values is kept by their addresses, which would be those of new ones otherwise.
  void bury(mlir::Operation *loop);
  /// Whether there is anything to do for the operation, whatever adjoints have been seen.
  bool hasEffect(mlir::Operation *op);

  mlir::ImplicitLocOpBuilder &b;
  const Facts &facts;
  const ReportError &error;
  Mirrors reversed;
  std::vector<Undo> undone;
  llvm::DenseMap<mlir::Operation *, bool> effects;
  llvm::DenseMap<mlir::Value, mlir::Value> stacks; ///< The stack of the adjoints.
  std::vector<mlir::OwningOpRef<mlir::Operation *>> buried;
  bool failed = false;
};

/// A reverse loop while its body is built.
struct Sweep::ReverseLoop {
  llvm::function_ref<bool(mlir::Value)> isOwn; ///< Defined in the loop: its adjoint does not leave it.
  mlir::Value lower, upper, step;
  bool down;
  mlir::Region holder; ///< Of the body, until the loop is made.
  mlir::Block *body;
  llvm::SmallVector<mlir::Value> inits, yields;
  Adjoints adjoints;
  mlir::scf::ForOp made;

  ReverseLoop(llvm::function_ref<bool(mlir::Value)> isOwn, mlir::Value lower, mlir::Value upper,
              mlir::Value step, bool down)
      : isOwn(isOwn), lower(lower), upper(upper), step(step), down(down), body(new mlir::Block) {
    holder.push_back(body);
  }

  /// Adds a value that goes from iteration to iteration.
  mlir::Value carry(mlir::Value init, mlir::Location loc) {
    inits.push_back(init);
    return body->addArgument(init.getType(), loc);
  }
};

/// Where the adjoint of a value stands, under its name.
mlir::Location adjointLoc(mlir::ImplicitLocOpBuilder &b, mlir::Value primal);

/// Whether the value is defined in the region. (That of a loop that is being built has no operation around
/// it yet, which Region::isAncestor does not expect.)
bool isIn(mlir::Region &region, mlir::Value value);

/// The address of the part of *pointer at the path.
mlir::Value partAddress(mlir::ImplicitLocOpBuilder &b, mlir::Value pointer, llvm::StringRef path);

/// Visits the addresses of all scalars in *pointer that are of, or inside of, a wanted type: a loop for an
/// array.
void forEachScalar(mlir::ImplicitLocOpBuilder &b, mlir::Value pointer,
                   llvm::function_ref<bool(mlir::Type)> isWanted,
                   llvm::function_ref<void(mlir::Value address)> visit);
/// Visits the addresses of all numbers that have an adjoint in *pointer: a loop for an array.
void forEachNumber(mlir::ImplicitLocOpBuilder &b, mlir::Value pointer,
                   llvm::function_ref<void(mlir::Value address)> visit);

/// The reverse sweep has something to do for an operation that has no adjoint of its own: it writes or
/// creates memory that has a shadow.
bool touchesShadow(mlir::Operation *op, const ShadowNeeds &needs);

} // namespace adgen
