// What one translation unit remembers of the functions that adgen generated.
#pragma once

#include "adgen/Driver/Pipeline.h"
#include "adgen/Import/ImportFunction.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/MLIRContext.h"

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
  CheckpointOf checkpointOf; // what the source's pragmas say

  void remember(const ResolvedRequest &request, mlir::func::FuncOp graph);

private:
  mlir::MLIRContext context;
  mlir::OwningOpRef<mlir::ModuleOp> graphs;
  /// By the qualified name of the generated function; overloads under one name.
  std::multimap<std::string, mlir::func::FuncOp> generated;
};

} // namespace adgen
