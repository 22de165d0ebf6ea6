// PrepareForEmission: which operations reach the output at all, and how often
// each value will be read.
#pragma once

#include "adgen/IR/Function.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace adgen::emit {

class Preparation {
public:
  explicit Preparation(mlir::func::FuncOp function);

  bool isLive(mlir::Operation *op) const { return live.contains(op); }
  /// Some live operation reads the value.
  bool isRead(mlir::Value value) const;
  /// The value is written once in the text, in a place that is evaluated at most
  /// as often as the value's definition: it may be folded into its reader.
  bool readsOnce(mlir::Value value) const;
  /// The one live operation that reads the value; null if there are several.
  mlir::Operation *onlyReader(mlir::Value value) const;

  /// The operation, as an expression, reads memory.
  bool readsMemory(mlir::Operation *op) const;
  /// Nothing is written between an operation that reads memory and the statement its value ends up in.
  bool mayMove(mlir::Operation *op) const;

private:
  void markLive(mlir::Operation *op);
  void markLive(mlir::Value value);
  unsigned countReads(mlir::Value value, mlir::Operation *&reader) const;
  /// What reads it is live, and reads it for something that is.
  bool isLive(mlir::OpOperand &use) const;

  mlir::func::FuncOp function;
  llvm::DenseSet<mlir::Operation *> live;
  llvm::DenseSet<mlir::Value> liveResults; ///< Of branches.
  /// In its block, how many operations in front of it may write to memory.
  llvm::DenseMap<mlir::Operation *, unsigned> writesBefore;
};

/// Written wherever its result is read, however often: constants, braced lists, globals, stop_gradient.
bool isTransparent(mlir::Operation *op);

/// An address computed from another one: written where it is used.
bool isAddress(mlir::Operation *op);

/// `exit` is what the function leaves in a parameter that it did not change.
bool isUnchanged(mlir::func::FuncOp function, mlir::Value exit, unsigned param);

/// The parameters through which the function writes, with the operand of its
/// return that holds the content on exit.
llvm::SmallVector<std::pair<unsigned, mlir::Value>> exitContents(mlir::func::FuncOp function);

} // namespace adgen::emit
