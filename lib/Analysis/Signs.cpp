#include "adgen/Analysis/Signs.h"

#include "adgen/Ops/Rows.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace adgen;

namespace {

/// How many operations are looked through.
constexpr unsigned farthest = 8;

/// The signs that a number may have.
struct Signs {
  bool negative = true, zero = true, positive = true;

  bool isAtLeastZero() const { return !negative; }
  bool isOther() const { return !zero; }
  Signs operator&(const Signs &other) const {
    return {negative && other.negative, zero && other.zero, positive && other.positive};
  }
};

/// How a number may lie to another one. Neither is a NaN.
struct Relation {
  bool less, equal, greater;
};

std::optional<Relation> relationOf(arith::CmpFPredicate predicate) {
  switch (predicate) {
  case arith::CmpFPredicate::OEQ:
  case arith::CmpFPredicate::UEQ:
    return Relation{false, true, false};
  case arith::CmpFPredicate::ONE:
  case arith::CmpFPredicate::UNE:
    return Relation{true, false, true};
  case arith::CmpFPredicate::OGT:
  case arith::CmpFPredicate::UGT:
    return Relation{false, false, true};
  case arith::CmpFPredicate::OGE:
  case arith::CmpFPredicate::UGE:
    return Relation{false, true, true};
  case arith::CmpFPredicate::OLT:
  case arith::CmpFPredicate::ULT:
    return Relation{true, false, false};
  case arith::CmpFPredicate::OLE:
  case arith::CmpFPredicate::ULE:
    return Relation{true, true, false};
  default:
    return std::nullopt;
  }
}

/// Of numbers that lie so to the constant.
Signs signsOf(const Relation &relation, const APFloat &constant) {
  const auto [less, equal, greater] = relation;
  const bool any = less || equal || greater;
  if (constant.isZero())
    return {less, equal, greater};
  return constant.isNegative() ? Signs{any, greater, greater} : Signs{less, less, any};
}

/// Of a && b which is true, or of a || b which is false: a and b, which are the same then.
std::pair<Value, Value> partsOf(Value condition, bool isTrue) {
  auto both = condition.getDefiningOp<arith::AndIOp>();
  auto either = condition.getDefiningOp<arith::OrIOp>();
  if (both && isTrue)
    return {both.getLhs(), both.getRhs()};
  if (either && !isTrue)
    return {either.getLhs(), either.getRhs()};
  return {};
}

/// Of `number`, where the condition is true, or false.
Signs signsBy(Value condition, bool isTrue, Value number, unsigned depth) {
  if (depth == 0)
    return {};
  const auto [first, second] = partsOf(condition, isTrue);
  if (first)
    return signsBy(first, isTrue, number, depth - 1) & signsBy(second, isTrue, number, depth - 1);
  if (auto negation = condition.getDefiningOp<arith::XOrIOp>())
    return matchPattern(negation.getRhs(), m_One()) ? signsBy(negation.getLhs(), !isTrue, number, depth - 1)
                                                    : Signs();
  auto compare = condition.getDefiningOp<arith::CmpFOp>();
  if (!compare)
    return {};
  std::optional<Relation> relation = relationOf(compare.getPredicate());
  const bool isLeft = compare.getLhs() == number;
  APFloat constant(0.0);
  if (!relation || !(isLeft || compare.getRhs() == number) ||
      !matchPattern(isLeft ? compare.getRhs() : compare.getLhs(), m_ConstantFloat(&constant)) ||
      constant.isNaN())
    return {};
  if (!isLeft)
    std::swap(relation->less, relation->greater);
  if (!isTrue)
    relation = {!relation->less, !relation->equal, !relation->greater};
  return signsOf(*relation, constant);
}

/// By the branches around `at`.
Signs signsInBranch(Value number, Operation *at) {
  Signs signs;
  for (Operation *op = at; op && op->getBlock(); op = op->getParentOp())
    if (auto branch = dyn_cast_or_null<scf::IfOp>(op->getParentOp()))
      signs = signs & signsBy(branch.getCondition(), op->getParentRegion() == &branch.getThenRegion(), number,
                              farthest);
  return signs;
}

Signs signsOf(Value number, Operation *at, unsigned depth);

/// By the row that makes it. Results that are too small to be told from zero are zero.
Signs signsOfResult(Operation *op, unsigned depth) {
  constexpr Signs any{true, true, true}, notNegative{false, true, true};
  const Row *row = rowOf(op);
  if (!row)
    return any;
  const llvm::StringRef name = row->name;
  auto of = [&](unsigned i) { return signsOf(op->getOperand(i), op, depth); };
  auto isConstant = [&](unsigned i, llvm::function_ref<bool(const APFloat &)> holds) {
    APFloat constant(0.0);
    return matchPattern(op->getOperand(i), m_ConstantFloat(&constant)) && holds(constant);
  };
  if (name == "square" || name == "exp" || name == "exp2" ||
      (name == "mul" && op->getOperand(0) == op->getOperand(1)))
    return notNegative;
  if (name == "neg") {
    const Signs x = of(0);
    return {x.positive, x.zero, x.negative};
  }
  if (name == "abs") {
    const Signs x = of(0);
    return {false, x.zero, x.positive || x.negative};
  }
  if (name == "sqrt")
    return of(0) & notNegative;
  if (name == "add") {
    const Signs x = of(0), y = of(1);
    return {x.negative || y.negative,
            (x.zero && y.zero) || (x.negative && y.positive) || (x.positive && y.negative),
            x.positive || y.positive};
  }
  if (name == "mul") {
    const Signs x = of(0), y = of(1);
    auto isLarge = [](const APFloat &constant) {
      return !(abs(constant) < APFloat(constant.getSemantics(), 1));
    };
    const bool mayVanish = !isConstant(0, isLarge) && !isConstant(1, isLarge);
    return {(x.negative && y.positive) || (x.positive && y.negative), mayVanish || x.zero || y.zero,
            (x.positive && y.positive) || (x.negative && y.negative)};
  }
  return any;
}

Signs signsOf(Value number, Operation *at, unsigned depth) {
  APFloat constant(0.0);
  if (matchPattern(number, m_ConstantFloat(&constant)))
    return signsOf(Relation{false, true, false}, constant);
  Signs signs = signsInBranch(number, at);
  Operation *op = number.getDefiningOp();
  if (depth == 0 || !op)
    return signs;
  return signs & signsInBranch(number, op) & signsOfResult(op, depth - 1);
}

} // namespace

bool adgen::isNotNegative(Value number, Operation *at) {
  return signsOf(number, at, farthest).isAtLeastZero();
}

bool adgen::isNotZero(Value number, Operation *at) { return signsOf(number, at, farthest).isOther(); }
