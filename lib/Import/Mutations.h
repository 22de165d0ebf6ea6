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
  /// Memory that holds such a thing may change, other than variables by their name.
  bool writesReals = false, writesOther = false;

  /// Whether what is read from memory as a value of this type may change.
  bool mayWrite(clang::QualType type) const { return type->isRealFloatingType() ? writesReals : writesOther; }

  bool mayChange(const clang::VarDecl *variable) const {
    return assigned.contains(variable) || exposed.contains(variable) || filled.contains(variable);
  }
};

Mutations mutationsOf(llvm::ArrayRef<const clang::Stmt *> statements);

} // namespace adgen
