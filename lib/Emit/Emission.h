// The state of printing one function, shared by the files that spell
// operations and those that print statements.
#pragma once

#include "Expression.h"
#include "LocalTypes.h"
#include "Names.h"
#include "Prepare.h"

#include "adgen/IR/AdDialect.h"

#include "llvm/ADT/DenseMap.h"

namespace adgen::emit {

class Emission {
public:
  explicit Emission(mlir::func::FuncOp function);

  /// The value as an operand, as it is written where it is read.
  Expression operator()(mlir::Value value);
  void define(mlir::Value value, Expression e) { spelled[value] = std::move(e); }
  /// The value got a name: reading it costs nothing.
  void defineVariable(mlir::Value value, const std::string &name, Sign sign = Sign::Signed);
  bool isVariable(mlir::Value value) const { return variables.contains(value); }
  /// A variable that is assigned more than once: it has this value until then.
  void defineMutable(mlir::Value value, const std::string &name, Sign sign = Sign::Signed);
  /// `value` is another name for what `known` is.
  void copyVariable(mlir::Value value, mlir::Value known);
  /// `0.0`, `false`, `nullptr`, …
  std::string zeroOf(mlir::Type type);
  bool isMutable(mlir::Value value) const { return mutables.contains(value); }
  /// A local variable that is declared by the first store to it.
  llvm::DenseMap<mlir::Operation *, mlir::Value> declaredByStore;
  /// Operations of which a statement around them writes all that there is to write.
  llvm::DenseSet<mlir::Operation *> absorbed;

  void include(llvm::StringRef header) { includes.insert(header.str()); }
  /// The type's spelling; the headers that it needs are noted.
  std::string typeName(mlir::Type type, Sign sign = Sign::Signed);
  /// The spelling of what a pointer of this type points to.
  std::string typeInMemory(ad::PtrType pointer);
  /// `std::name(arguments)` from `header`.
  Expression standardCall(llvm::StringRef name, llvm::StringRef header, mlir::ValueRange arguments,
                          mlir::Type type);

  /// Reports that `op` has no C++ spelling and returns a stand-in.
  Expression refuse(mlir::Operation *op);

  mlir::func::FuncOp function;
  const FunctionInfo info;
  const Preparation prepared;
  Names names;
  std::set<std::string> includes;
  LocalTypes localTypes;
  /// `const `, for a new variable. No longer in a long function: Clang tries to evaluate each constant, and
  /// with it, again and again, all those that it is computed from, which takes its time and its stack.
  llvm::StringRef constness() { return ++constants > 500 ? "" : "const "; }
  /// Inside a map, functions come from the vectorised library.
  bool inMap = false;
  bool failed = false;
  unsigned constants = 0;

private:
  llvm::DenseMap<mlir::Value, Expression> spelled;
  llvm::DenseSet<mlir::Value> variables, mutables;
};

/// `T name` for any T, also `double name[3]`.
std::string declarator(const std::string &type, const std::string &name);

/// The expression that the operation with one result stands for.
Expression spell(mlir::Operation *op, Emission &e);
/// Its parts, one per dialect; nothing for an operation of another one.
std::optional<Expression> spellArith(mlir::Operation *op, Emission &e);
std::optional<Expression> spellMath(mlir::Operation *op, Emission &e);
std::optional<Expression> spellAd(mlir::Operation *op, Emission &e);
std::optional<Expression> spellMemory(mlir::Operation *op, Emission &e);
/// `adgen::map([=](...) { ... }, operands)`.
Expression spellMap(mlir::Operation *op, Emission &e);
// Records.cpp
bool holdsRecord(mlir::Type type);
/// Whether `T x;` is no declaration: some class in it has no default constructor.
bool needsValues(mlir::Type type);
Expression madeRecord(mlir::Operation *makeRecord, Emission &e);
/// The record's fields in braces, without the type's name.
std::string bracedFields(mlir::Operation *makeRecord, Emission &e);
/// What stands behind `=` where a variable is set to zero, and the same as an expression.
std::string zeroInitializer(mlir::Type type, Emission &e);
std::string zeroValue(mlir::Type type, Emission &e);
/// The arguments, separated by commas.
std::string argumentList(mlir::ValueRange arguments, Emission &e);

} // namespace adgen::emit
