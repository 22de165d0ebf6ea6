// What the files of this room ask about the types, classes and expressions of the source, and about
// addresses.
#pragma once

#include "mlir/IR/Value.h"
#include "clang/AST/ExprCXX.h"

namespace adgen {

/// What an error calls an expression that is not supported: "an array element".
std::string describeExpression(const clang::Expr *expr);
/// Whether what a class says about the value of a member, without a constructor, uses other members.
bool readsThis(const clang::Expr *init);
/// What it says to do about it.
std::string insteadOfExpression(const clang::Expr *expr);
/// Why the graph has no type for a type, or for what it is made of, and what to use; "" where nothing is
/// known to be wrong with it.
std::string whyUnsupported(clang::QualType type);
bool isBasicTensor(const clang::CXXRecordDecl *record);
/// Whether copies or the end of an object do more than C++ does by itself.
bool hasOwnCopies(const clang::ASTContext &ast, const clang::CXXRecordDecl *record);
/// Whether a copy of an object runs a function of the user's, for it or for a part of it.
bool copiesByFunctions(const clang::ASTContext &ast, clang::QualType type);
/// Whether a copy constructor or an assignment of the class itself does more than copy the members.
bool hasOwnCopyFunctions(const clang::CXXRecordDecl *record);
/// Whether the destructor of the class itself does something.
bool hasOwnDestructorBody(const clang::CXXRecordDecl *record);
bool isTuple(mlir::Type type);
/// Whether the end of an object's life has an effect that a derivative has to repeat.
bool hasDestructorBody(const clang::ASTContext &ast, clang::QualType type);
/// An array with an extent that is known at run time, at any level.
bool isVariableArray(clang::QualType type);
/// Whether a copy of a lambda has state of its own, which calls change.
bool copiesState(const clang::CXXConstructExpr *copy);
/// Whether a goto may lead into a statement.
bool containsLabel(const clang::Stmt *stmt);
/// A lambda, or a reference to one.
bool isClosure(clang::QualType type);
/// A function, or a pointer or reference to one.
bool isFunctionPointer(clang::QualType type);
/// The type of a call: equal for all functions that one pointer may point to.
clang::QualType signatureOf(const clang::ASTContext &ast, clang::QualType function);
bool isStdClass(const clang::RecordDecl *record, llvm::StringRef name);
/// A class that generated code cannot name, or with members that it cannot reach.
bool isHidden(const clang::CXXRecordDecl *record);
/// Whether the types are one in C++, but for const: a class may stand for itself or as all its fields.
bool isSameInMemory(mlir::Type a, mlir::Type b);
/// The operation or argument that a computed address leads back to.
mlir::Value rootOf(mlir::Value address);
/// Whether an address is in a constant that the generated function has itself, perhaps in a class of its own.
bool isTable(mlir::Value address);

} // namespace adgen
