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
  /// Before a line grows too long, its longest parts become variables.
  void shortenOperands(mlir::Operation *op);
  void comment(mlir::Operation *op);

  Emission &e;
  std::string text;
  std::string place;
};

/// The lines of `text`, indented once.
std::string indented(llvm::StringRef text);

} // namespace adgen::emit
