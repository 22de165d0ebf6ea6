#include "Expression.h"

using namespace mlir;
using namespace adgen::emit;

static std::string parenthesized(llvm::StringRef text) { return ("(" + text + ")").str(); }

/// Mixtures that compilers warn about although the grammar is clear.
static bool warnsInside(Prec parent, Prec child) {
  switch (parent) {
  case Prec::Or:
    return child == Prec::And;
  case Prec::BitOr:
  case Prec::BitXor:
  case Prec::BitAnd:
  case Prec::Shift:
    return child < Prec::Unary && child != parent;
  case Prec::Equality:
  case Prec::Relational:
    return child == Prec::Equality || child == Prec::Relational;
  default:
    return false;
  }
}

static std::string within(Prec parent, llvm::StringRef text, Prec prec, bool atRight) {
  if (prec < parent || (atRight && prec == parent) || warnsInside(parent, prec))
    return parenthesized(text);
  return text.str();
}

/// The one of a pair that is a conversion gives it up where its partner makes
/// C++ convert by itself.
static std::pair<Expression, Expression> withoutNeedlessCasts(Expression left, Expression right) {
  auto drop = [](Expression &e) {
    e.text = e.unconverted->text;
    e.prec = e.unconverted->prec;
    e.unconverted.reset();
  };
  if (left.unconverted && !right.unconverted && left.type == right.type && right.exact)
    drop(left);
  else if (right.unconverted && left.type == right.type && left.exact)
    drop(right);
  return {left, right};
}

Expression adgen::emit::binary(const Expression &left, llvm::StringRef op, Prec prec, const Expression &right,
                               Type type) {
  bool shift = prec == Prec::Shift;
  auto [l, r] = shift ? std::pair(left, right) : withoutNeedlessCasts(left, right);
  // x + -y is x - y, exactly; the sign of a product is the sign of its first factor.
  if (prec == Prec::Additive)
    if (std::optional<Expression> positive = withoutMinus(r))
      return binary(l, op == "+" ? "-" : "+", prec, *positive, type);
  if (!l.exact && (shift || !r.exact) && type == l.type)
    l = castTo(l.type, l.sign, l);
  Expression e{within(prec, l.text, l.prec, false) + " " + op.str() + " " +
                   within(prec, r.text, r.prec, true),
               prec, type};
  if (isInteger(type)) {
    bool oneIsUnsigned = l.sign == Sign::Unsigned || (!shift && r.sign == Sign::Unsigned);
    bool oneIsUnknown = l.sign == Sign::Unknown || (!shift && r.sign == Sign::Unknown);
    e.sign = oneIsUnsigned ? Sign::Unsigned : oneIsUnknown ? Sign::Unknown : Sign::Signed;
    // C++ computes in int at least: cut off what the narrow type has no room for.
    if (type.getIntOrFloatBitWidth() < 32)
      return castTo(type, e.sign, e);
  }
  return e;
}

Expression adgen::emit::unary(llvm::StringRef op, const Expression &operand, Type type) {
  std::string text = within(Prec::Unary, operand.text, operand.prec, false);
  if (text[0] == op[0] && op != "!")
    text = parenthesized(text);
  Expression e{op.str() + text, Prec::Unary, type, operand.sign};
  if (op == "-")
    e.negated = Inner{operand.text, operand.prec};
  return e;
}

std::optional<Expression> adgen::emit::withoutMinus(const Expression &e) {
  Expression positive{"", Prec::Primary, e.type, e.sign};
  if (e.negated) {
    positive.text = e.negated->text;
    positive.prec = e.negated->prec;
    return positive;
  }
  // A product has the sign of its first factor.
  if (e.text[0] != '-' || e.prec < Prec::Multiplicative)
    return std::nullopt;
  positive.text = e.text.substr(1);
  positive.prec = e.prec == Prec::Unary ? Prec::Primary : e.prec;
  return positive;
}

Expression adgen::emit::conditional(const Expression &condition, const Expression &yes,
                                    const Expression &no) {
  auto [y, n] = withoutNeedlessCasts(yes, no);
  if (!y.exact && !n.exact)
    y = castTo(y.type, y.sign, y);
  std::string text = within(Prec::Or, condition.text, condition.prec, false) + " ? " +
                     within(Prec::Or, y.text, y.prec, false) + " : " +
                     within(Prec::Conditional, n.text, n.prec, false);
  Sign sign = y.sign == Sign::Any ? n.sign : n.sign == Sign::Any || n.sign == y.sign ? y.sign : Sign::Unknown;
  return {text, Prec::Conditional, y.type, sign};
}

Expression adgen::emit::castTo(Type type, Sign sign, const Expression &operand, bool implicit) {
  if (sign == Sign::Unknown || sign == Sign::Any)
    sign = Sign::Signed;
  Expression e{"static_cast<" + cxxType(type, sign) + ">(" + operand.text + ")", Prec::Primary, type, sign};
  if (implicit)
    e.unconverted = Inner{operand.text, operand.prec};
  return e;
}

Expression adgen::emit::withSign(Expression e, Sign sign) {
  if (e.sign == sign && e.exact)
    return e;
  if (e.sign == Sign::Any && e.text[0] != '-') {
    e.sign = sign;
    return e;
  }
  // A conversion to the other sign first would give the same number.
  if (e.unconverted && isInteger(e.type))
    return castTo(e.type, sign, {e.unconverted->text, e.unconverted->prec, e.type});
  return castTo(e.type, sign, e);
}

Expression adgen::emit::converted(const Expression &e) {
  if (!e.unconverted)
    return e;
  return {e.unconverted->text, e.unconverted->prec, e.type, e.sign};
}

std::string adgen::emit::postfixBase(const Expression &e) {
  return e.prec == Prec::Primary ? e.text : parenthesized(e.text);
}

std::string adgen::emit::memberOf(const Expression &object, llvm::StringRef member) {
  if (object.text[0] == '*') {
    std::string pointer = object.text.substr(1);
    bool isUnary = pointer[0] == '*' || pointer[0] == '&'; // binds less than ->
    return (isUnary ? "(" + pointer + ")" : pointer) + "->" + member.str();
  }
  return postfixBase(object) + "." + member.str();
}

Expression adgen::emit::objectOf(const Expression &pointer, Type type) {
  if (pointer.pointee)
    return {pointer.pointee->text, pointer.pointee->prec, type, pointer.sign};
  return {"*" + within(Prec::Unary, pointer.text, pointer.prec, false), Prec::Unary, type, pointer.sign};
}
