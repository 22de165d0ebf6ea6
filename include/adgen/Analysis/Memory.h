// Which objects of memory a pointer may point to.
//
// Flow-insensitive: what a pointer may mean anywhere is what it may mean
// everywhere (Andersen's analysis, fields and elements of one object together).
#pragma once

#include "adgen/IR/Function.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace adgen {

/// A block of memory with a life of its own.
struct MemoryObject {
  enum Kind {
    Local,    ///< ad.local, ad.heap: reached by no pointer from outside the function
    Constant, ///< ad.table
    Global,   ///< a variable with static storage
    Parameter,
    Reached, ///< what the pointers that a parameter holds or leads to point to
    Outside, ///< what all other pointers that come from outside point to
  };
  Kind kind;
  mlir::Value root;        ///< The pointer that it is first known by; null for Reached and Outside.
  mlir::Type type;         ///< The first pointee, or null.
  bool restricted = false; ///< Reached by no pointer that was not computed from root.
  unsigned family = 0;     ///< A parameter's: see Param::family.
};

using ObjectSet = llvm::SmallSetVector<unsigned, 4>;

class Memory {
public:
  explicit Memory(mlir::func::FuncOp function);

  const std::vector<MemoryObject> &objects() const { return all; }
  /// What a pointer, or the pointers in a record, may point to.
  const ObjectSet &objectsOf(mlir::Value pointer) const;
  /// What the pointers inside of an object may point to.
  const ObjectSet &contentsOf(unsigned object) const { return contents[object]; }
  /// The objects and what can be reached from them.
  ObjectSet reachableFrom(const ObjectSet &from) const;
  /// Two objects may be one piece of memory: the caller may pass one array for two parameters.
  bool mayOverlap(unsigned a, unsigned b) const;
  /// An access to a value of `type` through one pointer may touch what an access through the other does, as
  /// far as objects go. Of a pointer without objects nothing is known.
  bool mayOverlap(mlir::Value pointer, mlir::Type type, mlir::Value other, mlir::Type otherType) const;
  /// The object of an operation that creates one, of a parameter, of a global.
  std::optional<unsigned> objectOfRoot(mlir::Value root) const;
  /// What the callee of a call allocates and returns, or leaves in memory of its caller, as one object.
  std::optional<unsigned> madeBy(mlir::Operation *call) const;
  /// The function, or one that it calls, has allocated the object: it is nobody else's.
  bool isAllocated(unsigned object) const;

private:
  void addRoots(mlir::func::FuncOp function);
  bool propagate(mlir::Operation *op);
  bool include(mlir::Value value, const ObjectSet &objects);
  bool includeContents(unsigned object, const ObjectSet &objects);
  unsigned create(MemoryObject object);
  /// An object whose pointers point to itself: all that can be reached from somewhere.
  unsigned createClosed(MemoryObject::Kind kind);

  std::vector<MemoryObject> all;
  std::vector<ObjectSet> contents;
  llvm::DenseMap<mlir::Value, ObjectSet> pointsTo;
  llvm::DenseMap<mlir::Value, unsigned> roots;
  llvm::DenseMap<mlir::Operation *, unsigned> made;
  bool seesOutside = false; ///< Pointers come in from elsewhere than the parameters.
  unsigned outside = 0;
};

/// The scalar types (numbers, "a pointer") that memory of this type consists of.
llvm::SmallPtrSet<mlir::Type, 4> scalarsOf(mlir::Type type);

/// Pairs (value that flows in, value that it flows to) across the regions of scf operations: operands to
/// region arguments, yields to results and to the arguments of the next iteration.
void forEachFlow(mlir::Operation *op, llvm::function_ref<void(mlir::Value from, mlir::Value to)> visit);

} // namespace adgen
