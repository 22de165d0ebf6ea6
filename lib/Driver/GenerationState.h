// What one translation unit remembers of the functions that adgen generated.
#pragma once

#include "adgen/Driver/Pipeline.h"
#include "adgen/Import/ImportFunction.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"
#include "llvm/ADT/DenseSet.h"

#include <map>

namespace adgen {

class GenerationState {
public:
  GenerationState();

  mlir::ModuleOp module() { return *graphs; }

  /// The graph of a generated function; null for any other.
  mlir::func::FuncOp graphOf(const clang::FunctionDecl *function);
  /// The graph that was generated for a request under this name.
  mlir::func::FuncOp graphNamed(const ResolvedRequest &request, llvm::StringRef name);
  /// The function that has come last; null at first.
  mlir::Operation *latest();
  /// The functions that have come since that one was the latest, in their order. Nobody walks through all:
  /// there may be as many as there are requests.
  std::vector<mlir::func::FuncOp> functionsSince(mlir::Operation *latest);
  /// Notes which functions differentiation has added beside its results: derivatives of recursive callees.
  void noteHelpers(mlir::Operation *latestBefore, llvm::ArrayRef<mlir::func::FuncOp> results);
  /// Notes an imported function that has to be written out where it is called.
  void noteHelper(mlir::func::FuncOp function) { helpers.insert(function); }
  /// The helpers that functions call, directly or through each other; callees first, where there is a first.
  std::vector<mlir::func::FuncOp> helpersOf(llvm::ArrayRef<mlir::func::FuncOp> callers);

  CheckpointOf checkpointOf; // what the source's pragmas say

  /// Whether the decisions behind derivatives are to be told, and what has been said of them.
  bool isReporting = false;
  struct Remark {
    mlir::Location at;
    std::string text;
  };
  std::vector<Remark> remarks;

  void remember(const ResolvedRequest &request, mlir::func::FuncOp graph);

private:
  mlir::MLIRContext context;
  mlir::OwningOpRef<mlir::ModuleOp> graphs;
  llvm::DenseSet<mlir::Operation *> helpers;
  /// By the qualified name of the generated function; overloads under one name.
  std::multimap<std::string, mlir::func::FuncOp> generated;
};

} // namespace adgen
