// The shadow of memory: beside every pointer to something that has an adjoint,
// a pointer to where its adjoint is kept, computed in step with it.
#pragma once

#include "adgen/Analysis/Activity.h"
#include "adgen/Differentiate/Reverse.h"
#include "adgen/IR/AdDialect.h"

#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace adgen {

class Recursion;

/// Which objects have a shadow: the active ones, those with pointers to one, and those that a pointer may
/// mean instead of one.
class ShadowNeeds {
public:
  ShadowNeeds(mlir::func::FuncOp function, const Memory &memory, const Activity &activity);
  bool object(unsigned object) const { return needed[object]; }
  /// Some object that the pointer (or a pointer in the record) may mean has a shadow.
  bool operator()(mlir::Value pointer) const;

private:
  const Memory &memory;
  llvm::BitVector needed;
};

/// Where the shadow of a value stands, under its name.
mlir::Location shadowLoc(mlir::Value value);

/// The type of a shadow: a pointer through which adjoints can be written.
mlir::Type shadowType(mlir::Type type);

/// Memory of this type, or what its pointers lead to, may hold numbers that a derivative passes through; true
/// of an unknown type.
bool mayHaveShadow(mlir::Type type);

/// In structured operations: the slot that carries a pointer, and the one that carries its shadow.
using SlotPairs = llvm::SmallVector<std::pair<unsigned, unsigned>, 2>;
struct ShadowSlots {
  SlotPairs inits;   ///< Iteration arguments; of scf.while: arguments of `before`.
  SlotPairs results; ///< Results; of scf.while: forwarded values.
};
using SlotMap = llvm::DenseMap<mlir::Operation *, ShadowSlots>;

/// Adds the slots to `op`, unfilled. \returns the operation that replaces it.
mlir::Operation *addShadowSlots(mlir::Operation *op, const ShadowNeeds &needs, SlotMap &slots);

class Shadows {
public:
  Shadows(mlir::func::FuncOp function, const Activity &activity, const ShadowNeeds &needs,
          const SlotMap &slots, const ReportError &error, Recursion *recursion, bool isSplit = false);

  /// A parameter's buffer.
  void set(mlir::Value pointer, mlir::Value shadow) { shadows[pointer] = shadow; }
  /// Computes every shadow beside its pointer. \returns false after an error.
  bool build();
  /// Null where there is none.
  mlir::Value operator()(mlir::Value pointer) const { return shadows.lookup(pointer); }
  /// The pointer that has this shadow; null if there are several, or none.
  mlir::Value pointerOf(mlir::Value shadow) const;
  /// For a load of a shadow from the shadow of memory, the load that it stands beside; else null.
  ad::LoadOp primalOf(ad::LoadOp load) const { return primalLoads.lookup(load); }
  /// The shadow of this local lives as long as the function, and is cleared in every iteration.
  bool isReused(mlir::Operation *local) const { return reused.contains(local); }

private:
  void block(mlir::Block &block);
  void operation(mlir::Operation *op);
  void structured(mlir::Operation *op);
  void allocation(mlir::Operation *op);
  void access(mlir::Operation *op);
  void record(mlir::Operation *op);
  /// What a gradient has put on a stack: the shadows go on a stack beside it.
  void stack(mlir::Operation *op);
  mlir::Value stackBeside(mlir::Value stack);
  void storePointers(mlir::Value shadow, mlir::Value address, mlir::Location user);
  /// A call of a recursive function becomes one of its forward function.
  void call(mlir::Operation *op);
  /// The shadow of a pointer that needs one; reports an error where there is none.
  mlir::Value of(mlir::Value pointer, mlir::Location user);

  mlir::func::FuncOp function;
  const Activity &activity;
  const ShadowNeeds &needs;
  const SlotMap &slots;
  const ReportError &error;
  Recursion *recursion;
  bool isSplit; ///< The reverse sweep is in another function.
  mlir::ImplicitLocOpBuilder b;
  llvm::DenseMap<mlir::Value, mlir::Value> shadows;
  llvm::DenseMap<mlir::Value, mlir::Value> stacks;
  llvm::DenseMap<mlir::Operation *, ad::LoadOp> primalLoads;
  llvm::DenseSet<mlir::Operation *> reused;
  bool failed = false;
};

} // namespace adgen
