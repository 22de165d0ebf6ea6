#include "Expr.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"

#include <cmath>

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

Type adgen::elementTypeOf(Type type) {
  if (auto tensor = dyn_cast<ad::TensorType>(type))
    return tensor.getElementType();
  return type;
}

Expr adgen::constant(Expr x, double value) {
  Type type = elementTypeOf(x.v.getType());
  TypedAttr attr;
  if (isa<FloatType>(type))
    attr = x.b->getFloatAttr(type, value);
  else
    attr = x.b->getIntegerAttr(type, static_cast<int64_t>(value));
  return {x.b, x.b->create<arith::ConstantOp>(attr)};
}

Expr adgen::apply(llvm::StringRef row, std::initializer_list<Expr> operands, Type type) {
  SmallVector<Value> values;
  for (const Expr &operand : operands)
    values.push_back(operand.v);
  ImplicitLocOpBuilder &b = *operands.begin()->b;
  return {&b, applyRow(b, row, values, type)};
}

Expr adgen::select(Expr condition, Expr x, Expr z) {
  APInt known;
  if (matchPattern(condition.v, m_ConstantInt(&known)))
    return known.isZero() ? z : x;
  return apply("where", {condition, x, z});
}

Expr adgen::number(Expr x, Expr n) {
  return {x.b, x.b->createOrFold<arith::SIToFPOp>(elementTypeOf(x.v.getType()), n.v)};
}

static Expr integer(Expr x, int64_t value) {
  return {x.b, x.b->create<arith::ConstantOp>(x.b->getI64IntegerAttr(value))};
}

Expr adgen::pow(Expr x, Expr z) {
  APFloat exponent(0.0);
  if (matchPattern(z.v, m_ConstantFloat(&exponent))) {
    if (exponent.isZero())
      return one(x);
    if (exponent.convertToDouble() == 1)
      return x;
    if (exponent.convertToDouble() == 2)
      return x * x;
  }
  return apply("pow", {x, z});
}

Expr adgen::geluTanhSlope(Expr x) {
  // d/dx x/2 (1 + tanh(k (x + c x^3))), k = sqrt(2/pi), c = 0.044715.
  const double k = M_SQRT1_2 * M_2_SQRTPI, c = 0.044715;
  Expr t = tanh(k * (x + c * (x * x * x)));
  return 0.5 * (1 + t) + 0.5 * k * x * ((1 - t * t) * (1 + 3 * c * (x * x)));
}

Expr adgen::reduced_count(Expr x, Expr axes) {
  return apply("reduced_count", {x, axes}, elementTypeOf(x.v.getType()));
}

Expr adgen::cast(Expr dy, Expr x) { return apply("cast", {dy}, x.v.getType()); }

Expr adgen::sum_to(Expr dy, Expr like) { return apply("sum_to", {dy, like}, like.v.getType()); }

Expr adgen::spread(Expr dy, Expr x) {
  return isa<ad::TensorType>(dy.v.getType()) ? broadcast_like(dy, x) : full_like(x, dy);
}

Expr adgen::yes(Expr x) { return {x.b, x.b->create<arith::ConstantOp>(x.b->getBoolAttr(true))}; }

Expr adgen::list(Expr axis) {
  return {axis.b, axis.b->create<ListOp>(ListType::get(axis.v.getType()), axis.v)};
}

Expr adgen::at(Expr x, ValueRange indices) {
  SmallVector<Value> operands{x.v};
  operands.append(indices.begin(), indices.end());
  return {x.b, applyRow(*x.b, "at", operands, elementTypeOf(x.v.getType()))};
}

Expr adgen::at_grad(Expr dy, ValueRange read) {
  SmallVector<Value> operands{dy.v};
  operands.append(read.begin(), read.end());
  return {dy.b, applyRow(*dy.b, "at_grad", operands, read.front().getType())};
}

static unsigned lengthOf(Expr parts) { return parts.v.getDefiningOp<ListOp>().getElements().size(); }

Expr adgen::concat_parts(Expr dy, Expr parts, Expr axis) {
  SmallVector<Value> elements;
  for (unsigned i = 0; i < lengthOf(parts); ++i)
    elements.push_back(apply("concat_grad", {dy, parts, axis, integer(dy, i)}).v);
  return {dy.b, dy.b->create<ListOp>(parts.v.getType(), elements)};
}

Expr adgen::concat_among(Expr dy, Expr parts, Expr axis, Expr index) {
  APInt chosen;
  auto made = parts.v.getDefiningOp<ListOp>();
  if (!made || !matchPattern(index.v, m_ConstantInt(&chosen)))
    return {nullptr, {}, /*refused=*/true};
  SmallVector<Value> elements;
  for (auto [i, part] : llvm::enumerate(made.getElements()))
    elements.push_back(i == chosen.getZExtValue() ? dy.v : zeros_like(Expr{dy.b, part}).v);
  Expr among{dy.b, dy.b->create<ListOp>(parts.v.getType(), elements)};
  return apply("concat", {among, axis}, dy.v.getType());
}

Expr adgen::stack_parts(Expr dy, Expr parts, Expr axis) {
  SmallVector<Value> elements;
  for (unsigned i = 0; i < lengthOf(parts); ++i)
    elements.push_back(apply("stack_grad", {dy, axis, integer(dy, i)}).v);
  return {dy.b, dy.b->create<ListOp>(parts.v.getType(), elements)};
}
