#include "SpecialExpr.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace adgen;

static Value constantLike(Order n, int64_t value) {
  return n.b->create<arith::ConstantOp>(n.b->getIntegerAttr(n.v.getType(), value));
}

Order adgen::operator+(Order n, int step) {
  if (step < 0)
    return {n.b, n.b->createOrFold<arith::SubIOp>(n.v, constantLike(n, -step))};
  return {n.b, n.b->createOrFold<arith::AddIOp>(n.v, constantLike(n, step))};
}

Order adgen::one(Order n) { return {n.b, constantLike(n, 1)}; }

Expr adgen::isZero(Order n) {
  return {n.b, n.b->createOrFold<arith::CmpIOp>(arith::CmpIPredicate::eq, n.v, constantLike(n, 0))};
}

Order adgen::below(Order n) {
  return {n.b, n.b->createOrFold<arith::SelectOp>(isZero(n).v, constantLike(n, 0), (n - 1).v)};
}

Expr adgen::below(Expr n) { return select(n < 1, 0, n - 1); }

static Order orderOf(Expr x, int n) {
  return {x.b, x.b->create<arith::ConstantOp>(x.b->getI32IntegerAttr(n))};
}
Expr adgen::jn(int n, Expr x) { return jn(orderOf(x, n), x); }
Expr adgen::yn(int n, Expr x) { return yn(orderOf(x, n), x); }
Expr adgen::polygamma(int order, Expr x) { return polygamma(orderOf(x, order), x); }

Expr adgen::overArgument(Expr n, Expr y, Expr x) { return select(n == 0, 0, n * y / x); }

Expr adgen::betweenOrders(Order n, Expr before, Expr after) {
  Expr order = number(after, n);
  return (order * before - (order + 1) * after) / (2 * order + 1);
}

Expr adgen::assocLegendreSlope(Order n, Order m, Expr x) {
  // (1 - x)(1 + x), not 1 - x*x: no cancellation near the ends of the domain.
  Expr square = (1 - x) * (1 + x), half = 0.5 * number(x, m);
  Expr inner = pow(square, half) * legendre_derivative(n, m + 1, x);
  Expr outer = number(x, m) * x * pow(square, half - 1) * legendre_derivative(n, m, x);
  return inner - select(isZero(m), 0, outer);
}
