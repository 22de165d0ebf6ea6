// RUN: %exec-test %s %t
// Second and third derivatives where an adjoint of the first derivative is exactly zero: at a minimum, in the
// middle of data. An adjoint of zero contributes zero, but moves with what it depends on.
#include "Check.h"
#include <cmath>
#include <tuple>

#pragma grad
Real logSquared(Real x) {
  Real l = std::log(x);
  return l * l;
}
#pragma grad
Real rootProduct(Real x) { return x * std::cbrt(x + 8); }
#pragma grad
Real gauss(Real x, Real m, Real s) {
  Real z = (x - m) * std::exp(-s);
  return z * z / 2;
}
#pragma grad wrt(y)
Real root(Real x, Real y) { return x * std::sqrt(y); }
#pragma grad wrt(x)
Real powers(Real x, Real y) { return std::pow(x, y); }
#pragma grad
Real quotients(Real x, Real y) { return x * x / std::tgamma(y + x) - x * std::tan(y) / y; }

// Where the partial derivative is infinite besides, the operation is dead: zero stays zero.
#pragma grad wrt(x)
Real deadRoot(Real c, Real x) { return c * std::sqrt(x); }
#pragma grad wrt(x)
Real deadPower(Real c, Real x, Real y) { return std::pow(x, y) * c; }

#pragma grad wrt(x)
Real deadQuotient(Real c, Real x, Real y) { return c * (x / y); }

#ifndef ADGEN_REFERENCE
#pragma grad deadQuotient_grad wrt(y) mode(jvp)
#pragma grad deadRoot_grad wrt(x) name(deadRoot_xx)
#pragma grad deadRoot_grad wrt(x) mode(jvp)
#pragma grad deadPower_grad wrt(x, y) name(deadPower_xx)
#pragma grad deadPower_grad wrt(x, y) mode(jvp)
#pragma grad logSquared_grad
#pragma grad logSquared_grad_grad
#pragma grad rootProduct_grad
#pragma grad rootProduct_grad_grad
#pragma grad gauss_grad
#pragma grad root_grad
#pragma grad powers_grad
#pragma grad quotients_grad
#endif

#include "Generated.h"

HIGHER(logSquared, logSquared_grad, at({{1}, {2}}).wrt(0).after(0))
// (Differences of the third order are that inexact where the first one vanishes.)
HIGHER(logSquared, logSquared_grad_grad, at({{1}, {2}}).wrt(0).after(0).after(0).within(1e-6))
HIGHER(rootProduct, rootProduct_grad, at({{0}, {-7}}).wrt(0).after(0))
HIGHER(rootProduct, rootProduct_grad_grad, at({{0}, {-7}}).wrt(0).after(0).after(0).within(1e-9))
HIGHER(gauss, gauss_grad, at({{0.5, 0.5, 0}, {0.5, 0.25, -1}}).wrt(0, 1, 2).after(0, 1, 2))
HIGHER(root, root_grad, at({{0, 4}, {1, 4}}).wrt(0, 1).after(1))
HIGHER(powers, powers_grad, at({{2, 0}, {2, 1}, {0.5, 2}}).wrt(0, 1).after(0))
HIGHER(quotients, quotients_grad, at({{0, 0.5}, {1, 0.7}}).wrt(0, 1).after(0, 1))

#ifndef ADGEN_REFERENCE
CHECK(deadOperations) {
  EXPECT(deadRoot_grad(0, 0) == 0);
  EXPECT(deadRoot_xx(0, 0) == 0);
  EXPECT(deadRoot_grad_jvp(0, 0, 1) == std::tuple(0.0, 0.0));
  EXPECT(deadQuotient_grad(0, 1, 0) == 0);
  EXPECT(deadQuotient_grad_jvp(0, 1, 0, 1) == std::tuple(0.0, 0.0));
  EXPECT(deadPower_grad(0, 0, 0.5) == 0);
  EXPECT(deadPower_xx(0, 0, 0.5) == std::tuple(0.0, 0.0));
  EXPECT(deadPower_grad_jvp(0, 0, 0.5, 1, 1) == std::tuple(0.0, 0.0));
}
#endif
