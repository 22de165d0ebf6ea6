// Forward mode of a function's body: every operation again, and beside it what
// computes the tangents of its results.
//
// The tangent of a pointer is a pointer to the tangents of what it points to.
// A value and its tangent have one type; so a record of numbers and pointers
// has a record of both as its tangent, and memory with tangents has the layout
// of the primal's.
#pragma once

#include "Shadows.h"

#include "adgen/Differentiate/Variable.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/IRMapping.h"

namespace adgen {

/// Values of the type can have a tangent.
bool hasTangentType(mlir::Type type);

/// The functions that are made for recursive callees.
class TangentFunctions {
public:
  TangentFunctions(mlir::ModuleOp module, const ReportError &error, const ReportCut &cut)
      : module(module), error(error), cut(cut) {}

  /// The callee with its tangent, given which of its arguments have one: f(arguments…, tangents…).
  mlir::func::FuncOp of(mlir::func::FuncOp callee, llvm::ArrayRef<bool> active);

  /// Null when the module does not have it.
  mlir::func::FuncOp calleeOf(mlir::func::CallOp call);

  void fail(mlir::Location loc, const llvm::Twine &message) {
    failed = true;
    error(loc, message.str());
  }
  void reportCut(mlir::Location loc) const { cut(loc); }
  bool hasFailed() const { return failed; }
  /// After an error.
  void eraseAll();

private:
  mlir::ModuleOp module;
  const ReportError &error;
  const ReportCut &cut;
  std::vector<mlir::func::FuncOp> made;
  bool failed = false;
};

class Tangents {
public:
  Tangents(mlir::func::FuncOp source, llvm::ArrayRef<mlir::Value> independent,
           llvm::ArrayRef<mlir::Value> dependent, mlir::ImplicitLocOpBuilder &b, TangentFunctions &functions);

  /// A value of the source has a tangent.
  bool has(mlir::Value value) const;

  void map(mlir::Value value, mlir::Value copy) { copies.map(value, copy); }
  void set(mlir::Value value, mlir::Value tangent) { tangents[value] = tangent; }
  /// The copy of a value of the source.
  mlir::Value copyOf(mlir::Value value) const { return copies.lookup(value); }
  /// Its tangent, be it zero.
  mlir::Value of(mlir::Value value);
  bool isSet(mlir::Value value) const { return tangents.contains(value); }
  /// The tangent of what does not vary, from its copy.
  mlir::Value zero(mlir::Value copy);
  /// The same for a part of a record, where a pointer that nobody follows may be any.
  mlir::Value zeroPart(mlir::Value copy, mlir::Type type);

  /// Copies the operations of the block to the builder's insertion point, except for its terminator.
  void run(mlir::Block &block);

private:
  void visit(mlir::Operation *op);
  void fail(mlir::Operation *op, const llvm::Twine &message) { functions.fail(op->getLoc(), message); }

  mlir::Operation *copy(mlir::Operation *op);
  /// The tangent of an operation's only result; null when there is none, or it is an error.
  mlir::Value tangentOf(mlir::Operation *op, mlir::Operation *copied);

  // TangentRows.cpp
  mlir::Value rowTangent(mlir::Operation *op, mlir::Operation *copied);
  mlir::Value elementwiseTangent(mlir::Operation *op, mlir::Operation *copied, const struct Row &row);
  mlir::Value linearTangent(mlir::Operation *op, mlir::Operation *copied, const struct Row &row);

  // TangentMemory.cpp
  bool visitMemory(mlir::Operation *op);
  mlir::Value allocate(mlir::Operation *op, mlir::Operation *copied);

  // TangentControl.cpp
  void visit(mlir::scf::IfOp op);
  void visit(mlir::scf::ForOp op);
  void visit(mlir::scf::WhileOp op);
  void visit(mlir::func::CallOp op);
  /// The values, and the tangents of those that `active` names.
  llvm::SmallVector<mlir::Value> withTangents(mlir::ValueRange values, llvm::ArrayRef<unsigned> active);
  llvm::SmallVector<mlir::Type> typesWithTangents(mlir::ValueRange values, llvm::ArrayRef<unsigned> active);
  void bind(mlir::ValueRange values, mlir::ValueRange results, llvm::ArrayRef<unsigned> active);
  mlir::Block *copyBlock(mlir::Block &block, mlir::Region &region, llvm::ArrayRef<unsigned> active,
                         unsigned carriedFrom);

  Memory memory;
  Activity activity;
  ShadowNeeds needs;
  mlir::ImplicitLocOpBuilder &b;
  TangentFunctions &functions;
  mlir::IRMapping copies;
  llvm::DenseMap<mlir::Value, mlir::Value> tangents;
};

} // namespace adgen
