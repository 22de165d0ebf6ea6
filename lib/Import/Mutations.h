// What a piece of source does to variables and memory.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseSet.h"

namespace adgen {

struct Mutations {
  llvm::DenseSet<const clang::VarDecl *> assigned; ///< By their name.
  llvm::DenseSet<const clang::VarDecl *> exposed;  ///< A pointer or reference to them exists.
  llvm::DenseSet<const clang::VarDecl *> filled; ///< Vectors whose elements may change, and not their number.
  /// Memory that is not floating-point numbers may change, other than variables by their name.
  bool writesOther = false;

  bool mayChange(const clang::VarDecl *variable) const {
    return assigned.contains(variable) || exposed.contains(variable) || filled.contains(variable);
  }
};

Mutations mutationsOf(llvm::ArrayRef<const clang::Stmt *> statements);

} // namespace adgen
