#include "adgen/Ops/Rows.h"

#include "SpecialExpr.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/StringMap.h"

#include <cmath>

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

namespace {

/// Stands in a row for arith.cmpf with one predicate.
template <arith::CmpFPredicate P> struct Compare {};

using BuildScalar = Value (*)(ImplicitLocOpBuilder &, ValueRange);

template <typename Op> struct Scalar {
  static llvm::StringRef name() { return Op::getOperationName(); }
  static BuildScalar builder() {
    return [](ImplicitLocOpBuilder &b, ValueRange in) -> Value {
      if constexpr (Op::template hasTrait<OpTrait::OneOperand>())
        return b.createOrFold<Op>(in[0]);
      else if constexpr (Op::template hasTrait<OpTrait::NOperands<3>::Impl>())
        return b.createOrFold<Op>(in[0], in[1], in[2]);
      else
        return b.createOrFold<Op>(in[0], in[1]);
    };
  }
};
template <> struct Scalar<ApplyOp> {
  static llvm::StringRef name() { return ""; }
  static BuildScalar builder() { return nullptr; }
};
template <arith::CmpFPredicate P> struct Scalar<Compare<P>> {
  static llvm::StringRef name() { return ""; }
  static BuildScalar builder() {
    return [](ImplicitLocOpBuilder &b, ValueRange in) -> Value {
      return b.createOrFold<arith::CmpFOp>(P, in[0], in[1]);
    };
  }
};

} // namespace

// A rule may leave operands, the result or even the cotangent unread.
#define PULLBACK(...)                                                                                        \
  [](ImplicitLocOpBuilder &b, ValueRange in, Value out, Value cotangent) -> SmallVector<Cotangent> {         \
    auto operand = [&](unsigned i) { return Expr{&b, i < in.size() ? in[i] : Value()}; };                    \
    [[maybe_unused]] Expr x = operand(0), z = operand(1), u = operand(2), v = operand(3), w = operand(4);    \
    [[maybe_unused]] Expr y{&b, out}, dy{&b, cotangent}, none, refuse{nullptr, {}, true};                    \
    return {__VA_ARGS__};                                                                                    \
  }
// Of a special function: nothing passes to the orders in front of the argument, or no rule says what does.
#define PULLBACK_OF_LAST(ORDER, OF_ORDER, ...)                                                               \
  [](ImplicitLocOpBuilder &b, ValueRange in, Value out, Value cotangent) -> SmallVector<Cotangent> {         \
    [[maybe_unused]] Expr x{&b, in.back()}, y{&b, out}, dy{&b, cotangent}, refuse{nullptr, {}, true};        \
    [[maybe_unused]] ORDER n{&b, in.front()}, m{&b, in[in.size() / 2]};                                      \
    SmallVector<Cotangent> cotangents(in.size() - 1, OF_ORDER);                                              \
    cotangents.push_back(__VA_ARGS__);                                                                       \
    return cotangents;                                                                                       \
  }
#define DEFAULTS(...)                                                                                        \
  []() -> llvm::ArrayRef<llvm::StringRef> {                                                                  \
    static const std::vector<llvm::StringRef> list{__VA_ARGS__};                                             \
    return list;                                                                                             \
  }()

static llvm::ArrayRef<Row> buildRows() {
  static const Row table[] = {
#define ELEMENTWISE(NAME, OP, ARITY, ...)                                                                    \
  {#NAME, Scalar<OP>::name(), RowKind::Elementwise, ARITY, {}, Scalar<OP>::builder(), __VA_ARGS__}
#define UNARY(NAME, OP, DX, LO, HI) ELEMENTWISE(NAME, OP, 1, PULLBACK(DX)),
#define BINARY(NAME, OP, DX, DZ, LO, HI) ELEMENTWISE(NAME, OP, 2, PULLBACK(DX, DZ)),
#define TERNARY(NAME, OP, DX, DZ, DU, LO, HI) ELEMENTWISE(NAME, OP, 3, PULLBACK(DX, DZ, DU)),
#define INACTIVE(NAME, OP, ARITY) ELEMENTWISE(NAME, OP, ARITY, nullptr),
#include "adgen/Ops/Elementwise.def"
#define ROW(NAME, ARITY, DEFAULTS, ...)                                                                      \
  {#NAME, "", RowKind::General, ARITY, DEFAULTS, nullptr, PULLBACK(__VA_ARGS__)},
#define INACTIVE(NAME, ARITY, DEFAULTS) {#NAME, "", RowKind::General, ARITY, DEFAULTS, nullptr, nullptr},
#include "adgen/Ops/Tensor.def"
#define SPECIAL(NAME, HOME, ARITY, INTEGERS, ...)                                                            \
  {#NAME, "", RowKind::Special, ARITY, {}, nullptr, __VA_ARGS__, Home::HOME, INTEGERS},
#define ORDERED(NAME, HOME, ARITY, DX) SPECIAL(NAME, HOME, ARITY, true, PULLBACK_OF_LAST(Order, Expr{}, DX))
#define FRACTIONAL(NAME, HOME, DX) SPECIAL(NAME, HOME, 2, false, PULLBACK_OF_LAST(Expr, refuse, DX))
#include "adgen/Ops/Special.def"
  };
  return table;
}

llvm::ArrayRef<Row> adgen::rows() {
  static const llvm::ArrayRef<Row> table = buildRows();
  return table;
}

const Row *adgen::rowNamed(llvm::StringRef name) {
  static const auto byName = [] {
    llvm::StringMap<const Row *> map;
    for (const Row &row : rows())
      map[row.name] = &row;
    return map;
  }();
  return byName.lookup(name);
}

const Row *adgen::rowOf(Operation *op) {
  if (auto apply = dyn_cast<ApplyOp>(op))
    return rowNamed(apply.getName());
  if (isa<arith::CmpFOp>(op))
    return rowNamed("less"); // every comparison is as inactive as any other
  static const auto byIRName = [] {
    llvm::StringMap<const Row *> map;
    for (const Row &row : rows())
      if (!row.irName.empty())
        map[row.irName] = &row;
    return map;
  }();
  return byIRName.lookup(op->getName().getStringRef());
}

/// Comparisons give bools; "where" the type of what it selects; any other
/// elementwise row that of its floating-point operands.
static Type elementwiseType(const Row &row, ValueRange operands) {
  bool tensor = llvm::any_of(operands.getTypes(), [](Type t) { return isa<ad::TensorType>(t); });
  static const llvm::StringRef predicates[] = {
      "equal",      "not_equal",   "less",  "less_equal", "greater",  "greater_equal", "logical_and",
      "logical_or", "logical_not", "isnan", "isinf",      "isfinite", "signbit"};
  Type element;
  if (llvm::is_contained(predicates, row.name))
    element = IntegerType::get(operands[0].getContext(), 1);
  else
    element = elementTypeOf(operands[row.name == "where" ? 1 : 0].getType());
  return tensor ? Type(ad::TensorType::get(element)) : element;
}

Value adgen::applyRow(ImplicitLocOpBuilder &b, const Row &row, ValueRange operands, Type type) {
  if (row.kind == RowKind::Special && !type)
    type = operands.back().getType();
  if (row.kind == RowKind::Elementwise) {
    bool scalar = llvm::none_of(operands.getTypes(), [](Type t) { return isa<ad::TensorType>(t); });
    if (scalar && row.buildScalar)
      return row.buildScalar(b, operands);
    if (APFloat x(0.0); scalar && row.name == "guarded" && matchPattern(operands[0], m_ConstantFloat(&x)))
      return x.isZero() ? operands[0] : operands[1];
    if (!type)
      type = elementwiseType(row, operands);
  }
  return b.create<ApplyOp>(type ? type : operands[0].getType(), row.name, operands);
}

Value adgen::applyRow(ImplicitLocOpBuilder &b, llvm::StringRef name, ValueRange operands, Type type) {
  const Row *row = rowNamed(name);
  assert(row && "a rule names an operation that has no row");
  return applyRow(b, *row, operands, type);
}

SmallVector<Cotangent> adgen::pullbackOf(ImplicitLocOpBuilder &b, const Row &row, Operation *op,
                                         Value cotangent, llvm::function_ref<Value(Value)> guard) {
  bool tensor = isa<ad::TensorType>(op->getResult(0).getType());
  // A choice between whole tensors broadcasts nothing: the one that is not chosen may have any shape.
  if (auto choice = dyn_cast<arith::SelectOp>(op); choice && tensor) {
    auto none = [&](Value operand) { return applyRow(b, "zeros_like", operand); };
    Value condition = choice.getCondition(), first = choice.getTrueValue(), second = choice.getFalseValue();
    return {Cotangent(Value()), b.create<arith::SelectOp>(condition, cotangent, none(first)).getResult(),
            b.create<arith::SelectOp>(condition, none(second), cotangent).getResult()};
  }
  SmallVector<Cotangent> cotangents = row.pullback(b, op->getOperands(), op->getResult(0), cotangent);
  cotangents.resize(op->getNumOperands(), Cotangent(Value()));
  if (row.kind == RowKind::General)
    return cotangents;
  for (auto [c, operand] : llvm::zip(cotangents, op->getOperands())) {
    if (!c || !*c)
      continue;
    c = guard(*c);
    // The rule is written as if all operands had the result's shape: undo broadcasting.
    if (tensor && !isa<ad::TensorType>(c->getType()))
      c = applyRow(b, "full_like", {op->getResult(0), *c});
    if (tensor)
      c = applyRow(b, "sum_to", {*c, operand}, operand.getType());
  }
  return cotangents;
}
