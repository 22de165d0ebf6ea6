// Statements: declarations of variables, branches, and the end of the function.
#pragma once

#include "Emission.h"

namespace adgen::emit {

/// Prints the statements of one block, from the left margin.
class Statements {
public:
  /// `place` is the source line that the statements before have been commented with.
  explicit Statements(Emission &e, std::string place = "") : e(e), place(std::move(place)) {}

  /// Every operation that becomes a statement; not the terminator.
  void block(mlir::Block &block);
  /// Writes to reference and pointer parameters, and the return statement.
  void functionEnd(mlir::Operation *terminator);
  void line(llvm::StringRef statement) { text += statement.str() + "\n"; }
  const std::string &str() const { return text; }

private:
  void operation(mlir::Operation *op);
  /// A variable of its own, or folded into its reader.
  void settle(mlir::Operation *op, const Expression &expression);
  /// `const T name = expression;`
  void declare(mlir::Value value, const Expression &expression);
  /// `const auto [a, b] = expression;`
  void declareSeveral(mlir::Operation *op, const Expression &expression);
  void branch(mlir::Operation *op);
  // Loops.cpp
  void forLoop(mlir::Operation *op);
  void whileLoop(mlir::Operation *op);
  /// The condition passes the argument of `before` on.
  static bool isForwardedElsewhere(mlir::Operation *loop, unsigned argument);
  /// The end of a loop's body, where `flag` ends the loop.
  void assignOrBreak(llvm::ArrayRef<std::pair<std::string, mlir::Value>> assignments, mlir::Value flag);
  bool declares(llvm::StringRef expression) const;
  // Memory.cpp
  void table(mlir::Operation *op);
  void local(mlir::Operation *op);
  void store(mlir::Operation *op);
  void stack(mlir::Operation *op);
  void replay(mlir::Operation *op);
  /// Zeros for the members of `count` records that would have other default values.
  void clearRecords(const std::string &first, const std::string &count, mlir::Type type);
  // Variables.cpp
  /// `target = value;`, or `target += …;`
  std::string assignment(const std::string &target, mlir::Value value);
  /// Each target gets what its value is before any of them changes.
  void assignTogether(llvm::ArrayRef<std::pair<std::string, mlir::Value>> targets);
  /// The variable of a value that changes: that of its first value `init`, or a new one.
  struct Variable {
    std::string name;
    Sign sign;
  };
  Variable variableFor(mlir::Value value, mlir::Value hint, mlir::Value init, mlir::Operation *op,
                       std::set<std::string> &used);
  /// `T *const name = init`, with `auto` where the graph does not know which integers it points to.
  std::string pointerDeclaration(mlir::Type type, const Expression &init, const std::string &name,
                                 bool isConst);
  std::string mutableDeclaration(mlir::Type type, const Expression &init, const std::string &name);
  /// The variable may change with `op`: nothing behind it (or in it) reads the value that it has now.
  bool canShare(mlir::Value value, mlir::Operation *op, bool nestedToo);
  bool isReadLater(mlir::Value value, mlir::Operation *op, bool nestedToo);
  /// Before a line grows too long, its longest parts become variables.
  void shortenOperands(mlir::Operation *op);
  void comment(mlir::Operation *op);

  Emission &e;
  std::string text;
  std::string place;
};

/// The word stands in the text.
bool mentionsWord(llvm::StringRef text, llvm::StringRef word);
/// `target += y`, `++target` where the value is the target and one more operand; else nothing.
std::optional<std::string> compoundAssignment(const std::string &target, mlir::Value value, Emission &e);

/// The lines of `text`, indented once.
std::string indented(llvm::StringRef text);

} // namespace adgen::emit
