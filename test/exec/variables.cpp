// RUN: %exec-test %s %t
// Local variables: reassignment, compound assignment, increments, scopes, overwritten parameters.
#include "Check.h"

#pragma grad
Real reassigned(Real x) {
  Real y = x * x;
  y = y * x + y;
  x = std::sin(y);
  y = x * y;
  return y - x;
}

#pragma grad
Real compound(Real x, Real y) {
  Real s = 1;
  s += x;
  s *= y;
  s -= x * y * s;
  s /= 1 + y * y;
  s *= s;
  return s;
}

#pragma grad
Real increments(Real x) {
  Real y = x++;
  Real z = ++x;
  Real w = --y * z--;
  Real v = y-- * z;
  return w * x + v + y;
}

#pragma grad
Real chained(Real x, Real y) {
  Real a, b;
  a = b = x * y;
  (a += x) *= y;
  return a * b;
}

#pragma grad
Real overwrittenParameter(Real x, Real y) {
  x = x * y;
  y += x;
  x = std::exp(-y) * x;
  return x + y * y;
}

#pragma grad
Real shadowed(Real x) {
  Real y = x;
  {
    Real y = x * x;
    x += y;
  }
  return y * x;
}

#pragma grad
Real throughReference(Real x, Real y) {
  Real total = 0;
  Real &alias = total;
  alias += x * y;
  const Real &seen = total;
  total *= 2;
  return seen * x;
}

#pragma grad
Real commas(Real x) {
  Real y;
  return y = x * x, y += 3, y * x;
}

#pragma grad
Real nestedTernaries(Real x, Real y) {
  return x > 0 ? (y > 0 ? x * y : x - y * y) : (y > x ? std::sin(x) : x / y);
}

#pragma grad
Real unusedAndConstant(Real x, Real y) {
  Real unused = std::exp(x);
  static_cast<void>(unused);
  const Real half = 0.5;
  constexpr int three = 3;
  return half * x * three + 0 * y;
}

#pragma grad
Real sharedTerm(Real x) {
  Real t = std::exp(x);
  return t / (1 + t) + t * t - std::log(t + 1);
}

#pragma grad
Real swapped(Real x, Real y) {
  std::swap(x, y);
  return x * x + y;
}

#pragma grad wrt(y)
Real anotherName(Real d_x, Real y) { return d_x * y * y; }

#pragma grad
Real awkwardNames(Real d_x, Real x, Real grad, Real value) { return d_x * x + grad * value * x; }

#pragma grad
Real onlyConstant(Real) { return 3; }

#pragma grad
Real itself(Real x) { return x; }

#pragma grad
Real twice(Real x) { return x + x; }

#pragma grad
Real manyUses(Real x) { return x * x * x * x * x + x / x - (-x) * +x; }

#include "Generated.h"

GRADIENT(reassigned, along(-0.7, 1.2))
GRADIENT(compound, at({{1, 2}, {-0.3, 0.8}}))
GRADIENT(increments, along(-0.7, 1.2))
GRADIENT(chained, at({{1, 2}, {-0.3, 0.8}}))
GRADIENT(overwrittenParameter, at({{1, 2}, {-0.3, 0.8}}))
GRADIENT(shadowed, along(-0.7, 1.2))
GRADIENT(throughReference, at({{1, 2}, {-0.3, 0.8}}))
GRADIENT(commas, along(-0.7, 1.2))
GRADIENT(nestedTernaries, at({{1, 2}, {1, -2}, {-1, 2}, {-1, -2}}))
GRADIENT(unusedAndConstant, at({{1, 2}}))
GRADIENT(sharedTerm, along(-0.7, 1.2))
GRADIENT(swapped, at({{1, 2}}))
GRADIENT(anotherName, at({{1, 2}}).wrt(1))
GRADIENT(awkwardNames, at({{1, 2, 3, 4}}))
GRADIENT(onlyConstant, along(2))
GRADIENT(itself, along(2))
GRADIENT(twice, along(2))
GRADIENT(manyUses, along(-0.7, 1.2))
