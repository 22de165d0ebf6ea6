// What the rules of Special.def are written with: orders, and the functions themselves.
#pragma once

#include "Expr.h"

namespace adgen {

/// The order of a special function, an integer.
struct Order {
  mlir::ImplicitLocOpBuilder *b = nullptr;
  mlir::Value v;

  operator Expr() const { return {b, v}; }
};
Order operator+(Order n, int step);
inline Order operator-(Order n, int step) { return n + -step; }
Order one(Order n);
Expr isZero(Order n);
/// n - 1, but 0 below 0: a function of order -1 is never called.
Order below(Order n);
/// The same of a real order, below 1.
Expr below(Expr n);

#define ADGEN_SPECIAL(NAME)                                                                                  \
  inline Expr NAME(Expr x) { return apply(#NAME, {x}); }                                                     \
  inline Expr NAME(Expr n, Expr x) { return apply(#NAME, {n, x}); }                                          \
  inline Expr NAME(Expr n, Expr m, Expr x) { return apply(#NAME, {n, m, x}); }
#define ORDERED(NAME, ...) ADGEN_SPECIAL(NAME)
#define FRACTIONAL(NAME, ...) ADGEN_SPECIAL(NAME)
#include "adgen/Ops/Special.def"
#undef ADGEN_SPECIAL

/// The functions of the integer order n; jn of order -n is one of order n.
Expr jn(int n, Expr x);
Expr yn(int n, Expr x);
/// The derivative of order `order` of digamma.
Expr polygamma(int order, Expr x);

/// n y / x, where y is a function of order n that is finite at x = 0; 0 for order 0.
Expr overArgument(Expr n, Expr y, Expr x);
/// The derivative of a spherical Bessel function of order n, from those of the orders around it:
/// (n f(n-1) - (n+1) f(n+1)) / (2n + 1).  Source: Abramowitz and Stegun, 10.1.20.
Expr betweenOrders(Order n, Expr before, Expr after);
/// The derivative of (1 - x^2)^(m/2) times the derivative of order m of the Legendre polynomial of order n.
Expr assocLegendreSlope(Order n, Order m, Expr x);

} // namespace adgen
