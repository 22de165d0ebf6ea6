// Chooses what of the forward sweep's values is recorded (Recording.cpp), and
// makes all that reverse code reads available there (Recomputing.cpp).
#pragma once

#include "Restoring.h"
#include "Tape.h"
#include "VertexCut.h"

#include "adgen/IR/AdDialect.h"

#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace adgen {

class Recorder {
public:
  Recorder(mlir::func::FuncOp function, const Sweep::Facts &facts, const Mirrors &mirrors,
           llvm::ArrayRef<Undo> undos, SharedStacks *shared)
      : function(function), facts(facts), mirrors(mirrors), shared(shared),
        restoring(function, facts.memory, facts.stability, mirrors, undos),
        b(function.getLoc(), function.getContext()) {}

  void run();

private:
  /// A loop body with the branches in it, or the branches of the function itself.
  using Level = llvm::SmallVector<mlir::Block *>;
  void level(const Level &blocks);
  /// What the forward sweep has computed, reverse code does not compute again: the cosine beside a sine.
  void reuseResults();
  /// Decides what memory is restored.
  void chooseRestored();
  /// For --emit=report: what is recorded of a level, and what is computed again.
  void tellOfLevel();
  bool isInLevel(mlir::Value value) const { return current.contains(value.getParentBlock()); }
  /// Starts anew with these blocks.
  void enter(llvm::ArrayRef<mlir::Block *> blocks);
  /// Reads of the block's values by reverse code.
  void collectNeeds(mlir::Block *block);
  /// Finds by when each value has to be there, if it is computed again.
  void setDeadlines();
  void require(mlir::Value value, mlir::Operation *by);
  /// The load may be repeated, whatever is restored.
  bool isRepeatable(ad::LoadOp load) const;
  /// The load may be repeated in time, once its group is restored.
  bool isReadable(ad::LoadOp load, const Restoring::Readable &readable) const;

  /// What the value is computed from; nothing when it cannot be computed again, or had better not be.
  std::optional<llvm::SmallVector<mlir::Value>> recipe(mlir::Value value);
  bool canRepeat(mlir::Operation *op);
  /// The store that keeps the value, which cannot be computed again, in memory of the program's; or null.
  ad::StoreOp keptBy(mlir::Value value) const;
  unsigned vertex(mlir::Value value, VertexCut &graph);
  /// The value in the reverse code of its block.
  mlir::Value available(mlir::Value value);
  mlir::Value recompute(mlir::Value value);
  mlir::Value recorded(mlir::Value value);
  mlir::Value taped(mlir::Value value, llvm::StringRef name);
  // PointerRecords.cpp
  /// The memory that the pointer leads into, if reverse code can name it; else null.
  static mlir::Value originOf(mlir::Value pointer);
  mlir::Value recordedPointer(mlir::Value pointer, mlir::Value origin);
  mlir::Value exported(mlir::Value value);
  /// Pushes what is stored of the block's values where the block ends, and pops it where its reverse begins.
  void share(mlir::Block *block);
  // Progressions.cpp
  std::optional<llvm::SmallVector<mlir::Value>> recipeOfCarried(mlir::BlockArgument argument);
  mlir::Value recomputeCarried(mlir::BlockArgument argument);
  /// What a loop passes on as an iteration argument.
  struct Carried {
    mlir::Value init, next, last;
  };
  std::optional<Carried> carried(mlir::BlockArgument argument);
  /// An iteration argument that grows by the same amount in every iteration: (initial value, amount).
  std::optional<std::pair<mlir::Value, mlir::Value>> progression(mlir::BlockArgument argument);
  mlir::Value progressed(mlir::BlockArgument argument, mlir::Value init, mlir::Value amount);
  mlir::Value iterationOf(mlir::Block *body);
  /// What an iteration adds to an integer or a pointer; `loops` add it as often as they run.
  struct Summand {
    mlir::Value amount;
    bool isNegative, wraps;
    llvm::SmallVector<mlir::scf::ForOp, 1> loops;
    llvm::SmallVector<mlir::Value> operands();
  };
  static bool isSum(mlir::Value next, mlir::Value self, llvm::SmallVector<Summand> &summands);
  /// The reverse loop can follow the argument backwards from the loop's last value: it takes away what each
  /// iteration adds. Empty if not.
  llvm::SmallVector<Summand> increments(mlir::BlockArgument argument);
  /// Whether the value cannot be computed again without the argument.
  bool dependsOn(mlir::Value value, mlir::BlockArgument argument, llvm::DenseSet<mlir::Value> &seen);
  /// What the argument is followed back from: an outer loop hands its value to this loop, and goes on with
  /// the one it ends with, as in `for (…) for (…) … *p++`. The argument itself if there is no such loop.
  mlir::BlockArgument carriedThrough(mlir::BlockArgument argument);
  /// Although there is a formula, it is followed back: the formula begins with what had to be counted.
  bool isWalked(mlir::BlockArgument argument);
  /// The argument in the reverse loop.
  mlir::Value takenBack(mlir::BlockArgument argument, llvm::ArrayRef<Summand> summands);

  /// Builds what comes next in the reverse code of the block, in front of what reads it.
  void at(mlir::Block *block);

  mlir::func::FuncOp function;
  const Sweep::Facts &facts;
  const Mirrors &mirrors;
  SharedStacks *shared;
  Restoring restoring;
  mlir::ImplicitLocOpBuilder b;
  bool isChoosing = false; ///< What to restore; the level is the whole function.

  llvm::DenseSet<mlir::Block *> current;
  llvm::SmallVector<mlir::OpOperand *> uses;
  llvm::SetVector<mlir::Value> needed;
  llvm::DenseSet<mlir::Value> stored;
  llvm::DenseMap<mlir::Value, unsigned> vertices;
  std::vector<unsigned> groupVertices;         ///< While choosing.
  llvm::DenseMap<mlir::Value, unsigned> order; ///< Of the forward sweep's values: operands before results.
  /// In the reverse code of a value's block, the first operation that would read it or what it is needed for.
  llvm::DenseMap<mlir::Value, mlir::Operation *> deadlines;
  llvm::DenseMap<mlir::Value, mlir::Value> copies;
  llvm::DenseMap<mlir::Value, mlir::Value>
      distances;                                 ///< Of recorded pointers from their memory, in reverse code.
  llvm::SmallPtrSet<mlir::Operation *, 16> late; ///< Copies behind what restores memory.
  /// In each reverse block, the operation in front of which values are made available.
  llvm::DenseMap<mlir::Block *, mlir::Operation *> cursors;
};

/// Costs more than to store the result and to read it again.
bool isExpensive(mlir::Operation *op);

/// The body of the innermost loop around the block, or its home.
mlir::Block *levelOf(mlir::Block *block);

} // namespace adgen
