// From a C++ function definition to a function of the graph.
#pragma once

#include "adgen/Request/Diagnostics.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"

#include <functional>

namespace clang {
class FunctionDecl;
class NamedDecl;
class Sema;
class VarDecl;
} // namespace clang

namespace adgen {

/// The graph of a function that adgen generated earlier, or null: such a
/// callee is copied from its graph instead of imported from its text.
using KnownGraphs = std::function<mlir::func::FuncOp(const clang::FunctionDecl *)>;

/// How many snapshots a pragma allows for the loop whose keyword is here; nothing without a pragma.
using CheckpointOf = std::function<std::optional<unsigned>(clang::SourceLocation)>;

/// Imports `function`, which has a body, as the last function of `module`.
/// \returns null after an error, which has been reported.
mlir::func::FuncOp importFunction(clang::Sema &sema, Diagnostics diagnostics,
                                  const clang::FunctionDecl *function, mlir::ModuleOp module,
                                  const KnownGraphs &known, const CheckpointOf &checkpointOf);

/// What C++ code in any namespace may call this variable or function.
std::string qualifiedNameOf(const clang::NamedDecl *decl);

} // namespace adgen
