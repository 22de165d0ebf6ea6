// The state of one import and its parts: one file per category of the AST
// defines the member functions named after it.
#pragma once

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/Import/ImportFunction.h"

#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"

namespace adgen {

/// A variable, a parameter, a temporary or a part of one: what an lvalue means.
struct Place {
  mlir::Type type;
  std::string name;  ///< For the values written to it; "" for a temporary.
  mlir::Value value; ///< The content of a leaf.
  /// A record's fields in order; empty for a leaf.
  llvm::MapVector<llvm::StringRef, Place *> fields;
  /// The dynamic type, where it is known: resolves virtual calls.
  const clang::CXXRecordDecl *exactClass = nullptr;
  int assumedExact = -1; ///< The parameter whose dynamic type is taken to be its declared type.
  bool external = false; ///< Part of a parameter or a global: generated code reads it by name.
  /// Why writing to it is refused; null where it may be written.
  const char *readOnly = nullptr;
  /// Copies of what a reference chosen at run time meant: out of date once this place changes.
  llvm::SmallVector<Place *, 1> snapshots;
  bool outOfDate = false;
  unsigned serial = 0; ///< Creation order.
};

/// A call that is being imported.
struct Frame {
  const clang::FunctionDecl *function;
  clang::SourceLocation call; ///< Where it is called; invalid for the function that is differentiated.
  llvm::DenseMap<const clang::ValueDecl *, Place *> places;
  Place *self = nullptr;
  Place *result = nullptr; ///< Of a function that returns a reference.
  mlir::Value value;       ///< Of any other.
  bool returned = false;
};

class Importer {
public:
  Importer(clang::Sema &sema, Diagnostics diagnostics, mlir::ModuleOp module, const KnownGraphs &known);

  mlir::func::FuncOp importFunction(const clang::FunctionDecl *function);

  // Types.cpp
  /// Never null: an unsupported type is opaque.
  mlir::Type convertType(clang::QualType type);
  /// The type of a member: what generated code reads it as.
  mlir::Type convertStored(clang::QualType type);
  /// How generated code spells the type.
  std::string spell(clang::QualType type);

  // Places.cpp
  Place *makePlace(mlir::Type type, llvm::StringRef name);
  Place *temporary(mlir::Value value);
  /// What a reference means that is bound to one of `sources`, chosen at run time, with this value.
  Place *snapshot(mlir::Value value, llvm::ArrayRef<Place *> sources);
  /// As write, or an error where the place may not be written.
  void assign(clang::SourceLocation use, Place *place, mlir::Value value);
  mlir::Value read(Place *place);
  void write(Place *place, mlir::Value value);
  Place *field(Place *record, llvm::StringRef name);
  Place *globalPlace(const clang::VarDecl *variable, clang::SourceLocation use);

  // LValues.cpp
  Place *locate(const clang::Expr *expr);
  Place *placeOf(const clang::ValueDecl *decl, clang::SourceLocation use);

  // RValues.cpp
  mlir::Value evaluate(const clang::Expr *expr);
  mlir::Value evaluateCondition(const clang::Expr *expr);
  mlir::Value constantInt(mlir::Type type, int64_t value);
  /// The C++ conversion between arithmetic types.
  mlir::Value convert(mlir::Value value, mlir::Type to, bool fromSigned, bool toSigned);
  mlir::Value binary(const clang::Expr *at, clang::BinaryOperatorKind opcode, clang::QualType type,
                     mlir::Value lhs, mlir::Value rhs);

  // Branches.cpp
  /// Imports both alternatives; what they write becomes results of one scf.if.
  mlir::Value branch(mlir::Value condition, llvm::function_ref<mlir::Value()> then,
                     llvm::function_ref<mlir::Value()> otherwise);
  mlir::Value shortCircuit(const clang::BinaryOperator *op);

  // Statements.cpp
  void statement(const clang::Stmt *stmt);
  /// Statements, and then `rest` where control reaches their end.
  void sequence(const clang::Stmt *stmt, llvm::function_ref<void()> rest);
  void sequence(clang::Stmt *const *next, clang::Stmt *const *end, llvm::function_ref<void()> rest);
  void ifStatement(const clang::IfStmt *stmt, llvm::function_ref<void()> rest);
  void returningBranch(const clang::IfStmt *stmt, llvm::function_ref<void()> rest);
  void declare(const clang::VarDecl *variable);

  // Calls.cpp
  /// The value of a call; null for one of type void or that returns a reference.
  mlir::Value call(const clang::CallExpr *call, Place **reference = nullptr);
  /// Imports the callee's body in place of the call.
  mlir::Value inlineCall(const clang::Expr *call, const clang::FunctionDecl *callee, Place *self,
                         llvm::ArrayRef<const clang::Expr *> arguments, Place **reference);
  mlir::Value construct(const clang::CXXConstructExpr *expr);
  mlir::Value initializeAggregate(const clang::InitListExpr *list);
  /// std::tie(a, b) = tuple; null for any other call.
  Place *assignToTie(const clang::CallExpr *call);
  mlir::Value captureLambda(const clang::LambdaExpr *lambda);
  /// The definition of a function, instantiated if need be; null when none is visible.
  const clang::FunctionDecl *definitionOf(const clang::FunctionDecl *function, clang::SourceLocation use);
  mlir::Value callGraph(mlir::func::FuncOp graph, const clang::CallExpr *call);

  // Bindings.cpp
  /// A library function that is an operation of the tables.  `done` says whether it was one.
  mlir::Value boundCall(const clang::CallExpr *call, const clang::FunctionDecl *callee, bool &done);
  // Library.cpp
  /// Functions of the library that are neither operations nor imported by their bodies (std::get,
  /// std::move…).
  mlir::Value libraryCall(const clang::CallExpr *call, const clang::FunctionDecl *callee, Place **reference,
                          bool &done);
  mlir::Value libraryConstruct(const clang::CXXConstructExpr *expr, bool &done);

  /// Reports that a construct is not supported.
  void refuse(clang::SourceLocation location, const llvm::Twine &message, const llvm::Twine &advice = "");
  /// The same, with a value of the construct's type to go on with.
  mlir::Value refuseValue(const clang::Expr *expr, const llvm::Twine &message,
                          const llvm::Twine &advice = "");

  mlir::Location location(clang::SourceLocation location);
  Frame &frame() { return *frames.back(); }

  clang::Sema &sema;
  clang::ASTContext &ast;
  Diagnostics diagnostics;
  mlir::ModuleOp module;
  const KnownGraphs &known;
  mlir::ImplicitLocOpBuilder b;
  CheckpointOf checkpointOf;
  bool failed = false;

private:
  /// Of a refusal inside a library: the call in the user's code that leads there.
  const Frame *userCallOf(clang::SourceLocation location);
  llvm::DenseSet<clang::SourceLocation> refusedCalls;

  void runConstructor(const clang::CXXConstructExpr *expr, const clang::CXXConstructorDecl *constructor,
                      Place *self, llvm::ArrayRef<const clang::Expr *> arguments);
  void bindArguments(Frame &callee, const clang::FunctionDecl *definition,
                     llvm::ArrayRef<const clang::Expr *> arguments);

  mlir::Block *entry = nullptr;
  std::vector<std::unique_ptr<Place>> ownedPlaces;
  std::vector<std::unique_ptr<Frame>> frames;
  llvm::DenseMap<const clang::VarDecl *, Place *> globals;
  llvm::DenseMap<clang::QualType, mlir::Type> types;
  /// Leaves written since the innermost branch began, with what they held before.
  std::vector<std::pair<Place *, mlir::Value>> journal;
  unsigned branchDepth = 0;
  /// What each lambda captured when it was created.
  llvm::DenseMap<const clang::CXXRecordDecl *, llvm::DenseMap<const clang::ValueDecl *, Place *>> lambdas;
  llvm::DenseMap<const clang::CXXRecordDecl *, Place *> lambdaSelf;
  llvm::SetVector<int> exactParams; ///< Parameters on which a virtual call was resolved.
};

/// Values built in its lifetime come from `location`.
struct LocationScope {
  LocationScope(Importer &importer, clang::SourceLocation location)
      : importer(importer), outer(importer.b.getLoc()) {
    if (location.isValid())
      importer.b.setLoc(importer.location(location));
  }
  ~LocationScope() { importer.b.setLoc(outer); }
  Importer &importer;
  mlir::Location outer;
};

/// What an error calls an expression that is not supported: "an array element".
std::string describeExpression(const clang::Expr *expr);
bool isBasicTensor(const clang::CXXRecordDecl *record);
bool isStdClass(const clang::RecordDecl *record, llvm::StringRef name);

} // namespace adgen
