// C++ for the operations of the arith dialect.
#include "Emission.h"

#include "adgen/IR/AdDialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::emit;

namespace {

struct Infix {
  llvm::StringRef symbol;
  Prec prec = Prec::Primary;
  /// What the operands have to be; Any where the bits of the result do not depend on it.
  Sign sign = Sign::Any;
};

} // namespace

static std::optional<Infix> infixOf(Operation *op) {
  return llvm::TypeSwitch<Operation *, std::optional<Infix>>(op)
      .Case<arith::AddFOp, arith::AddIOp>([](auto) { return Infix{"+", Prec::Additive}; })
      .Case<arith::SubFOp, arith::SubIOp>([](auto) { return Infix{"-", Prec::Additive}; })
      .Case<arith::MulFOp, arith::MulIOp>([](auto) { return Infix{"*", Prec::Multiplicative}; })
      .Case([](arith::DivFOp) { return Infix{"/", Prec::Multiplicative}; })
      .Case([](arith::DivSIOp) { return Infix{"/", Prec::Multiplicative, Sign::Signed}; })
      .Case([](arith::DivUIOp) { return Infix{"/", Prec::Multiplicative, Sign::Unsigned}; })
      .Case([](arith::RemSIOp) { return Infix{"%", Prec::Multiplicative, Sign::Signed}; })
      .Case([](arith::RemUIOp) { return Infix{"%", Prec::Multiplicative, Sign::Unsigned}; })
      .Case([](arith::ShLIOp) { return Infix{"<<", Prec::Shift}; })
      .Case([](arith::ShRSIOp) { return Infix{">>", Prec::Shift, Sign::Signed}; })
      .Case([](arith::ShRUIOp) { return Infix{">>", Prec::Shift, Sign::Unsigned}; })
      .Case([](arith::AndIOp) { return Infix{"&", Prec::BitAnd}; })
      .Case([](arith::OrIOp) { return Infix{"|", Prec::BitOr}; })
      .Case([](arith::XOrIOp) { return Infix{"^", Prec::BitXor}; })
      .Default([](Operation *) { return std::nullopt; });
}

/// Nothing but the position of an element or the bound of a loop comes of it: as 64 bits it does not
/// overflow.
static bool isPosition(Operation *op) {
  return op->getResult(0).getType().getIntOrFloatBitWidth() >= 64 &&
         llvm::all_of(op->getUses(), [](OpOperand &use) {
           Operation *user = use.getOwner();
           if (isa<ad::OffsetOp>(user))
             return use.getOperandNumber() == 1;
           if (isa<scf::ForOp>(user))
             return use.getOperandNumber() < 3;
           return isa<arith::AddIOp, arith::SubIOp, arith::MulIOp>(user) && isPosition(user);
         });
}

/// One of the operands becomes unsigned, and with it the operation.
static void makeUnsigned(Expression &left, Expression &right, bool isShift) {
  if (left.sign == Sign::Unsigned || (!isShift && right.sign == Sign::Unsigned))
    return;
  if (!isShift && right.sign == Sign::Any && right.prec == Prec::Primary &&
      llvm::all_of(right.text, [](char c) { return llvm::isDigit(c); })) {
    right.text += right.type.getIntOrFloatBitWidth() > 32 ? "ULL" : "U";
    right.sign = Sign::Unsigned;
    right.exact = true;
    return;
  }
  left = castTo(left.type, Sign::Unsigned, left);
}

static Expression spellInteger(Operation *op, const Infix &infix, Emission &e) {
  Expression left = e(op->getOperand(0)), right = e(op->getOperand(1));
  if (isa<arith::SubIOp>(op) && !op->hasAttr(wrapsMark) &&
      op->getResult(0).getType().getIntOrFloatBitWidth() >= 32 && matchPattern(op->getOperand(0), m_Zero()))
    return unary("-", withSign(right, Sign::Signed), op->getResult(0).getType());
  if (op->hasAttr(wrapsMark) && op->getResult(0).getType().getIntOrFloatBitWidth() >= 32 && !isPosition(op))
    makeUnsigned(left, right, infix.prec == Prec::Shift);
  if (infix.sign != Sign::Any) {
    left = withSign(left, infix.sign);
    if (infix.prec != Prec::Shift)
      right = withSign(right, infix.sign);
  }
  Expression result = binary(left, infix.symbol, infix.prec, right, op->getResult(0).getType());
  addIncludesOfSpelling(result.text, e.includes);
  return result;
}

static Expression spellBool(Operation *op, Emission &e) {
  Expression left = e(op->getOperand(0)), right = e(op->getOperand(1));
  Type type = op->getResult(0).getType();
  if (isa<arith::AndIOp>(op))
    return binary(left, "&&", Prec::And, right, type);
  if (isa<arith::OrIOp>(op))
    return binary(left, "||", Prec::Or, right, type);
  if (!isa<arith::XOrIOp>(op))
    return e.refuse(op);
  if (matchPattern(op->getOperand(1), m_One()))
    return unary("!", left, type);
  return binary(left, "!=", Prec::Equality, right, type);
}

static Expression spellCompare(arith::CmpFOp op, Emission &e) {
  using P = arith::CmpFPredicate;
  Type type = op.getType();
  Expression left = e(op.getLhs()), right = e(op.getRhs());
  auto compare = [&](llvm::StringRef symbol, Prec prec) { return binary(left, symbol, prec, right, type); };
  auto call = [&](llvm::StringRef name) { return e.standardCall(name, "<cmath>", op.getOperands(), type); };
  auto negated = [&](const Expression &x) { return unary("!", x, type); };
  switch (op.getPredicate()) {
  case P::AlwaysFalse:
    return {"false", Prec::Primary, type};
  case P::AlwaysTrue:
    return {"true", Prec::Primary, type};
  case P::OEQ:
    return compare("==", Prec::Equality);
  case P::UNE:
    return compare("!=", Prec::Equality);
  case P::OLT:
    return compare("<", Prec::Relational);
  case P::OLE:
    return compare("<=", Prec::Relational);
  case P::OGT:
    return compare(">", Prec::Relational);
  case P::OGE:
    return compare(">=", Prec::Relational);
  case P::ULT:
    return negated(compare(">=", Prec::Relational));
  case P::ULE:
    return negated(compare(">", Prec::Relational));
  case P::UGT:
    return negated(compare("<=", Prec::Relational));
  case P::UGE:
    return negated(compare("<", Prec::Relational));
  case P::ONE:
    return call("islessgreater");
  case P::UEQ:
    return negated(call("islessgreater"));
  case P::UNO:
    return call("isunordered");
  case P::ORD:
    return negated(call("isunordered"));
  }
  return e.refuse(op);
}

static Expression spellCompare(arith::CmpIOp op, Emission &e) {
  using P = arith::CmpIPredicate;
  P predicate = op.getPredicate();
  bool equality = predicate == P::eq || predicate == P::ne;
  bool isUnsigned = predicate == P::ult || predicate == P::ule || predicate == P::ugt || predicate == P::uge;
  Expression left = e(op.getLhs()), right = e(op.getRhs());
  if (isBool(op.getLhs().getType())) {
    if (!equality && !isUnsigned)
      return e.refuse(op); // true is -1 there
  } else if (!equality || left.sign != right.sign) {
    // Equality of bits: any one sign for both will do, the one with fewer casts is best.
    if (equality)
      isUnsigned = left.sign == Sign::Unsigned || right.sign == Sign::Unsigned;
    if (!equality || (left.sign != Sign::Any && right.sign != Sign::Any)) {
      left = withSign(left, isUnsigned ? Sign::Unsigned : Sign::Signed);
      right = withSign(right, isUnsigned ? Sign::Unsigned : Sign::Signed);
    } else if (isUnsigned) {
      left = withSign(left, Sign::Unsigned);
      right = withSign(right, Sign::Unsigned);
    }
  }
  llvm::StringRef symbol = equality                                     ? predicate == P::eq ? "==" : "!="
                           : predicate == P::slt || predicate == P::ult ? "<"
                           : predicate == P::sle || predicate == P::ule ? "<="
                           : predicate == P::sgt || predicate == P::ugt ? ">"
                                                                        : ">=";
  Expression result = binary(left, symbol, equality ? Prec::Equality : Prec::Relational, right, op.getType());
  addIncludesOfSpelling(result.text, e.includes);
  return result;
}

static Expression spellCast(Operation *op, Emission &e) {
  Expression x = e(op->getOperand(0));
  Type type = op->getResult(0).getType();
  bool fromBool = isBool(x.type);
  Expression result =
      llvm::TypeSwitch<Operation *, Expression>(op)
          .Case([&](arith::ExtFOp) { return castTo(type, Sign::Signed, x, /*implicit=*/true); })
          .Case<arith::TruncFOp, arith::FPToSIOp>([&](auto) { return castTo(type, Sign::Signed, x); })
          .Case([&](arith::FPToUIOp) { return castTo(type, Sign::Unsigned, x); })
          .Case([&](arith::SIToFPOp) {
            if (fromBool) // true is -1 there
              return e.refuse(op);
            return castTo(type, Sign::Signed, withSign(x, Sign::Signed), true);
          })
          .Case([&](arith::UIToFPOp) {
            return castTo(type, Sign::Signed, fromBool ? x : withSign(x, Sign::Unsigned), !fromBool);
          })
          .Case([&](arith::ExtSIOp) {
            if (fromBool)
              return e.refuse(op);
            return castTo(type, Sign::Signed, withSign(x, Sign::Signed), true);
          })
          .Case([&](arith::ExtUIOp) {
            if (fromBool)
              return castTo(type, Sign::Signed, x);
            // It fits with a sign as well.
            return castTo(type, Sign::Signed, withSign(x, Sign::Unsigned), true);
          })
          .Case([&](arith::TruncIOp) {
            if (!isBool(type))
              return castTo(type, x.sign, x);
            Expression one{"1", Prec::Primary, x.type, Sign::Any},
                zero{"0", Prec::Primary, x.type, Sign::Any};
            return binary(binary(x, "&", Prec::BitAnd, one, x.type), "!=", Prec::Equality, zero, type);
          })
          .Case([&](arith::IndexCastOp) {
            return castTo(type, Sign::Signed, withSign(x, Sign::Signed), type.isIndex());
          })
          .Default([&](Operation *) { return e.refuse(op); });
  result.cheap = x.cheap;
  addIncludesOfSpelling(result.text, e.includes);
  return result;
}

static Expression spellExtremum(Operation *op, llvm::StringRef name, Sign sign, Emission &e) {
  e.include("<algorithm>");
  Type type = op->getResult(0).getType();
  Expression left = e(op->getOperand(0)), right = e(op->getOperand(1));
  std::string typed = e.typeName(type, sign);
  // The call converts its arguments by itself, where that keeps the value.
  return {"std::" + name.str() + "<" + typed + ">(" + converted(withSign(left, sign)).text + ", " +
              converted(withSign(right, sign)).text + ")",
          Prec::Primary, type, sign};
}

/// `c && x`, `c || x` for a choice between truth values one of which is known.
static std::optional<Expression> spellLogical(arith::SelectOp select, Emission &e) {
  Type type = select.getType();
  Expression condition = e(select.getCondition());
  auto negated = [&] { return unary("!", condition, type); };
  Value yes = select.getTrueValue(), no = select.getFalseValue();
  if (matchPattern(yes, m_One()))
    return binary(condition, "||", Prec::Or, e(no), type);
  if (matchPattern(yes, m_Zero()))
    return binary(negated(), "&&", Prec::And, e(no), type);
  if (matchPattern(no, m_Zero()))
    return binary(condition, "&&", Prec::And, e(yes), type);
  if (matchPattern(no, m_One()))
    return binary(negated(), "||", Prec::Or, e(yes), type);
  return std::nullopt;
}

std::optional<Expression> emit::spellArith(Operation *op, Emission &e) {
  if (!isa<arith::ArithDialect>(op->getDialect()))
    return std::nullopt;
  Type type = op->getResult(0).getType();
  if (std::optional<Infix> infix = infixOf(op)) {
    if (isBool(type))
      return spellBool(op, e);
    if (isInteger(type))
      return spellInteger(op, *infix, e);
    return binary(e(op->getOperand(0)), infix->symbol, infix->prec, e(op->getOperand(1)), type);
  }
  return llvm::TypeSwitch<Operation *, Expression>(op)
      .Case([&](arith::ConstantOp constant) {
        if (!isa<FloatAttr, IntegerAttr>(constant.getValue()))
          return e.refuse(op);
        Expression value = literal(constant.getValue(), type);
        value.cheap = true;
        addIncludesOfSpelling(value.text, e.includes);
        return value;
      })
      .Case([&](arith::NegFOp) {
        Expression negated = unary("-", e(op->getOperand(0)), type);
        negated.cheap = e(op->getOperand(0)).cheap;
        return negated;
      })
      .Case<arith::CmpFOp, arith::CmpIOp>([&](auto compare) { return spellCompare(compare, e); })
      .Case([&](arith::SelectOp select) {
        if (isBool(type))
          if (std::optional<Expression> logical = spellLogical(select, e))
            return *logical;
        return conditional(e(select.getCondition()), e(select.getTrueValue()), e(select.getFalseValue()));
      })
      .Case([&](arith::RemFOp) { return e.standardCall("fmod", "<cmath>", op->getOperands(), type); })
      .Case([&](arith::MaxNumFOp) { return e.standardCall("fmax", "<cmath>", op->getOperands(), type); })
      .Case([&](arith::MinNumFOp) { return e.standardCall("fmin", "<cmath>", op->getOperands(), type); })
      .Case<arith::MaximumFOp, arith::MinimumFOp>([&](auto) {
        // Unlike fmax and fmin, NaN is contagious.
        e.include("adgen/runtime/ScalarMath.h");
        std::string name = isa<arith::MaximumFOp>(op) ? "adgen::maximum(" : "adgen::minimum(";
        return Expression{name + argumentList(op->getOperands(), e) + ")", Prec::Primary, type};
      })
      .Case([&](arith::MaxSIOp) { return spellExtremum(op, "max", Sign::Signed, e); })
      .Case([&](arith::MinSIOp) { return spellExtremum(op, "min", Sign::Signed, e); })
      .Case([&](arith::MaxUIOp) { return spellExtremum(op, "max", Sign::Unsigned, e); })
      .Case([&](arith::MinUIOp) { return spellExtremum(op, "min", Sign::Unsigned, e); })
      .Default([&](Operation *) { return spellCast(op, e); });
}
