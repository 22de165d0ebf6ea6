// C++ expressions as text that knows how tightly it binds.
#pragma once

#include "Types.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Types.h"

#include <optional>
#include <string>

namespace adgen::emit {

/// Binding strength; a higher one binds tighter.
enum class Prec {
  Conditional,
  Or,
  And,
  BitOr,
  BitXor,
  BitAnd,
  Equality,
  Relational,
  Shift,
  Additive,
  Multiplicative,
  Unary,
  Primary
};

/// What stands inside a conversion or behind a minus sign.
struct Inner {
  std::string text;
  Prec prec = Prec::Primary;
};

struct Expression {
  std::string text;
  Prec prec = Prec::Primary;
  mlir::Type type; ///< The graph's type.
  /// For integers: the sign of the C++ type.
  Sign sign = Sign::Signed;
  /// False for an integer expression whose C++ type is narrower than `type`: the literal 1 for an i64.
  bool exact = true;
  /// May be written (and computed) as often as it is used: a name, a literal, a path of fields.
  bool cheap = false;
  /// Inside a conversion that C++ does by itself when the partner has the wider type.
  std::optional<Inner> unconverted = {};
  /// Behind the minus sign that the expression consists of.
  std::optional<Inner> negated = {};
  /// Of a pointer: the object that it points to, where that has a simpler name than `*text`; and what an
  /// index follows, where it is not the text (a smart pointer).
  std::optional<Inner> pointee = {};
  std::string indexed = {};
};

/// `left op right`, with the parentheses that keep this order of evaluation and
/// those that compilers ask for (`a && b || c`, `a << b + c`).
Expression binary(const Expression &left, llvm::StringRef op, Prec prec, const Expression &right,
                  mlir::Type type);
/// `op operand`; never `--x`.
Expression unary(llvm::StringRef op, const Expression &operand, mlir::Type type);
/// -e where that is e without a minus sign; nothing otherwise.
std::optional<Expression> withoutMinus(const Expression &e);
/// `condition ? yes : no`.
Expression conditional(const Expression &condition, const Expression &yes, const Expression &no);
/// `static_cast<T>(operand)`; `implicit` says that C++ would convert in the same
/// way, so that the cast may be left out beside an operand of type T.
Expression castTo(mlir::Type type, Sign sign, const Expression &operand, bool implicit = false);
/// The expression as an integer of exactly its type and this sign.
Expression withSign(Expression e, Sign sign);
/// The expression as C++ would convert it in `const T x = e`.
Expression converted(const Expression &e);
/// `object.member`, or `p->member` for `*p`.
std::string memberOf(const Expression &object, llvm::StringRef member);
/// The object that a pointer points to: `x` for `&x`, `p[i]` for `p + i`, else `*p`.
Expression objectOf(const Expression &pointer, mlir::Type type);
/// The expression as something that a postfix (`[i]`, `(i)`) can follow.
std::string postfixBase(const Expression &e);
/// A C++ constant.
Expression literal(mlir::Attribute value, mlir::Type type);

} // namespace adgen::emit
