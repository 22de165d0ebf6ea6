// What an import knows of the functions that it is in: their variables, jumps
// and labels.
#pragma once

#include "adgen/IR/AdDialect.h"

#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/SmallPtrSet.h"

#include <map>

namespace adgen {

class Importer;

/// A variable, a parameter, a temporary or a part of one: what an lvalue means.
/// It is in memory, or a value that nobody changes.
struct Place {
  mlir::Type type;
  std::string name;
  std::string storedAs; ///< As PtrType has it: of a variable, for when its address is asked for.
  mlir::Value address;  ///< A `!ad.ptr<type>`.
  mlir::Value value;    ///< Of a place without an address: its content.
  mlir::Value
      holder; ///< Of a reference bound in a block that does not dominate its uses: where its address is.
  Place *whole = nullptr; ///< Of a part of a value: the record.
  bool isFirstElement =
      false; ///< An array whose length is known at run time: `address` is its first element's.
  llvm::MapVector<llvm::StringRef, Place *> fields; ///< Those of a record that were asked for.
  /// The dynamic type, where it is known: resolves virtual calls.
  const clang::CXXRecordDecl *exactClass = nullptr;
  int assumedExact = -1;        ///< The parameter whose dynamic type is taken to be its declared type.
  bool isBehindPointer = false; ///< It is there where it is used, and perhaps nowhere else.
  bool external = false;        ///< Part of a parameter or a global: generated code reads it by name.
  /// Why writing to it is refused; null where it may be written.
  const char *readOnly = nullptr;
  mlir::Value container; ///< The address of the vector from outside that this stands for.
  /// The functions that it may point to, where they are known.
  std::vector<const clang::FunctionDecl *> targets;
};

/// The functions that pointers may point to, in the order of their numbers (FunctionPointers.cpp).
struct FunctionTargets {
  llvm::SetVector<const clang::FunctionDecl *> functions;
  /// Types of which true addresses come in, in members of classes.
  llvm::DenseSet<clang::QualType> outside;
  /// The types of calls for which any function of this type has been taken into account.
  llvm::DenseSet<clang::QualType> dispatched;
  bool isComplete = false;

  void insert(const clang::FunctionDecl *function);
  int64_t idOf(const clang::FunctionDecl *function);
  const clang::FunctionDecl *at(int64_t id) const;
  void addOutside(const clang::ASTContext &ast, clang::QualType type);
};

/// Of each parameter, the function that it always points to; null where that is not known.
using BoundTargets = std::vector<const clang::FunctionDecl *>;

/// How large the blocks are that variables point to (Realloc.cpp).
struct BlockSizes {
  struct Variable {
    mlir::Value root; ///< A variable, and the path to a member of it.
    std::string path;
    mlir::Value size;       ///< Where the number is.
    bool isUnknown = false; ///< A pointer from elsewhere is assigned.
    llvm::SmallPtrSet<Variable *, 2> sources;
  };
  struct Size {
    mlir::Value count; ///< Null: not known.
    Variable *source = nullptr;
  };
  struct Question {
    clang::SourceLocation at;
    Variable *variable;
  };
  llvm::DenseMap<mlir::Value, std::map<std::string, std::unique_ptr<Variable>>> variables;
  llvm::DenseMap<mlir::Value, std::map<std::string, Size>> values;
  llvm::DenseSet<mlir::Operation *> stores; ///< Those that have been followed.
  std::vector<Question> asked;
  std::optional<bool> needed;

  bool isNeeded(const clang::ASTContext &ast);
};

/// Which jumps out of a statement it contains.
struct Jumps {
  bool returns = false, breaks = false, continues = false, gotos = false;
  bool any() const { return returns || breaks || continues || gotos; }
  Jumps &operator|=(const Jumps &other);
};

/// A loop or switch that is being imported: the flags that its jumps set.
struct Breakable {
  mlir::Value breakFlag, continueFlag;
};

/// A switch with labels in nested statements that is being imported.
struct SwitchEntry {
  llvm::DenseMap<const clang::SwitchCase *, mlir::Value> matches;
  mlir::Value running; ///< The flag that a label sets when it matches.
};

/// An object that a lambda expression made.
struct Closure {
  const clang::CXXRecordDecl *type;
  llvm::DenseMap<const clang::ValueDecl *, Place *> captured;
  Place *self = nullptr;        ///< The captured `this`.
  mlir::Block *entry = nullptr; ///< Of the function of the graph that it is in.
};

/// Statements with labels among them that are being imported.
struct GotoList {
  llvm::DenseMap<const clang::LabelDecl *, unsigned> parts; ///< Which of the parts each label begins.
  mlir::Value next;                                         ///< Where the number of the next part is.
  mlir::Value gone;                                         ///< The flag that a goto sets.
};

/// A call that is being imported.
struct Frame {
  const clang::FunctionDecl *function;
  clang::SourceLocation call; ///< Where it is called; invalid for the function that is differentiated.
  llvm::DenseMap<const clang::ValueDecl *, Place *> places;
  Place *self = nullptr;
  Place *result = nullptr; ///< What a function that returns a reference returns.
  mlir::Value value;       ///< What any other returns, when its only return stands at its end.
  Place *slot = nullptr;   ///< Where it stands otherwise; of a reference, its address.
  mlir::Value returnedFlag;
  llvm::SmallVector<Breakable> breakables;
  /// Variables whose destructors are run at the end of their lives (Destructors.cpp).
  llvm::DenseSet<const clang::VarDecl *> destroyed;
  const clang::VarDecl *returned = nullptr; ///< The variable that is the result: it stands in the slot.
  bool dead = false;                        ///< The statement at hand is never reached.
  unsigned nesting = 0;                     ///< Of continuations inside alternatives.
  /// Variables that are in memory already when their declaration is reached.
  llvm::DenseSet<const clang::ValueDecl *> hoisted;
  /// Of arrays of variable length, by the expressions for them.
  llvm::DenseMap<const clang::Expr *, Place *> extents;
  llvm::SmallVector<GotoList, 0> gotoLists;
  llvm::SmallVector<SwitchEntry, 0> entries;
};

/// What is evaluated in its lifetime is one full expression: temporary objects end with it.
class FullExpression {
public:
  FullExpression(Importer &importer, clang::SourceLocation at);
  ~FullExpression();

private:
  friend class Importer;
  Importer &importer;
  clang::SourceLocation at;
  FullExpression *outer;
  mlir::Block *block;
  llvm::SmallVector<std::pair<Place *, clang::QualType>, 0> objects;
};

/// Inserts behind the definition of `value` in its lifetime.
struct BehindDefinition {
  BehindDefinition(mlir::OpBuilder &b, mlir::Value value) : guard(b) { b.setInsertionPointAfterValue(value); }
  mlir::OpBuilder::InsertionGuard guard;
};

} // namespace adgen
