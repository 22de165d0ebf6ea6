// Callees that call themselves: each becomes a pair of functions of its own.
//
// f_forward computes what f does and pushes what the reverse sweep needs on
// stacks; f_reverse takes the cotangents of f's results, pops, adds to the
// shadows of memory, and returns the cotangents of f's arguments.  All calls
// share one stack per type of value: whatever is pushed last is popped first.
#pragma once

#include "Adjoints.h"

#include "adgen/Differentiate/Reverse.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/SetVector.h"

namespace adgen {

/// Where a block's values are recorded when the reverse code is in another function.
class SharedStacks {
public:
  virtual ~SharedStacks() = default;
  /// The stack for values of the type, in the forward and in the reverse function.
  virtual mlir::Value forward(mlir::Type type) = 0;
  virtual mlir::Value reverse(mlir::Type type) = 0;
};

/// The pair that stands for a callee, given which of its arguments have a shadow.
struct RecursivePair {
  mlir::func::FuncOp primal, forward, reverse;
  llvm::SmallVector<bool> shadowed; ///< Of each argument.
  bool isFinished = false;          ///< Has its stacks: made for an earlier request.
};

class Recursion {
public:
  Recursion(mlir::ModuleOp module, const ReportError &error) : module(module), error(error) {}

  /// Made when it is first asked for; null after an error.
  const RecursivePair *pairFor(mlir::func::CallOp call, llvm::ArrayRef<bool> shadowed);
  /// The pair whose forward function is called; null for any other call.
  const RecursivePair *pairOfForward(mlir::func::CallOp call) const;
  /// Gives every pair and every call of one the stacks it needs; `caller` has its own.
  /// \returns the functions of all pairs.
  std::vector<mlir::func::FuncOp> finish(mlir::func::FuncOp caller);
  bool hasFailed() const { return failed; }

private:
  bool build(RecursivePair &pair);
  void findEarlier(RecursivePair &pair);
  RecursivePair *pairCalled(mlir::func::CallOp call) const;
  /// The pairs that the function calls, directly or through others.
  llvm::SetVector<RecursivePair *> reachableFrom(mlir::func::FuncOp function) const;
  /// The types of the stacks of a pair, in an order that depends on nothing else.
  llvm::SmallVector<mlir::Type> stackTypes(RecursivePair &pair) const;
  /// Exchanges the stacks made by recording for one of each type, as last parameters.
  void addStacks(mlir::func::FuncOp function, llvm::ArrayRef<mlir::Type> types);

  mlir::ModuleOp module;
  const ReportError &error;
  std::vector<std::unique_ptr<RecursivePair>> pairs;
  llvm::DenseMap<mlir::Operation *, RecursivePair *> pairOf; ///< By forward and by reverse function.
  bool failed = false;
};

/// The parts of a value of this type that have an adjoint, as paths: "" for a number, "a.x" in a record.
llvm::SmallVector<std::string> differentiableParts(mlir::Type type);

/// The type of the part at the path.
mlir::Type partType(mlir::Type type, llvm::StringRef path);

} // namespace adgen
