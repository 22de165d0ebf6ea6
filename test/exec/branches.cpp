// RUN: %exec-test %s %t
// if and else, early returns, nesting, conditions of every kind.
#include "Check.h"

#pragma grad
Real oneSided(Real x) {
  Real y = x * x;
  if (x < 0)
    y = -3 * x;
  return y * x;
}

#pragma grad
Real twoSided(Real x, Real y) {
  Real r;
  if (x > y)
    r = x * y;
  else
    r = std::exp(x - y);
  return r * r;
}

#pragma grad
Real ladder(Real x) {
  if (x < -1)
    return -x;
  else if (x < 0)
    return x * x;
  else if (x < 1)
    return x * x * x;
  return std::log(x) + 1;
}

#pragma grad
Real earlyReturns(Real x, Real y) {
  if (x < 0)
    return y * x;
  Real z = std::sqrt(x);
  if (y < 0) {
    z *= y;
    if (z < -3)
      return z * z;
    z += x;
  }
  return z * y;
}

#pragma grad
Real nestedBranches(Real x, Real y) {
  Real a = x, b = y;
  if (x > 0) {
    if (y > 0) {
      a = b * b;
      b = a * x;
    } else {
      a *= 2;
    }
    b += a;
  } else {
    b = a - b;
    if (b > 1)
      a = b * a;
  }
  return a * b;
}

#pragma grad wrt(x)
Real mixedConditions(Real x, int n, bool flag) {
  Real y = 0;
  if (flag && x > 0 && n % 2 == 0)
    y += x;
  if (!flag || n > 3)
    y *= x + n;
  if (n)
    y += n * x;
  return y + (n & 1 ? x * x : -x);
}

#pragma grad
Real conditionDeclaration(Real x) {
  if (Real y = x * x - 1; y > 0)
    return y * x;
  else
    return y - x;
}

#pragma grad
Real guardedDivision(Real x, Real y) { return y != 0 && x / y > 1 ? x / y : x; }

#pragma grad
Real conditionOnResult(Real x) {
  Real y = std::sin(x);
  bool high = y > 0.5;
  Real z = high ? y : 1 - y;
  return high ? z * x : z / x;
}

#pragma grad
Real assignedInCondition(Real x) {
  Real y;
  if ((y = x * x) > 2)
    return y * y;
  return y + x;
}

#pragma grad
Real ternaryWithEffects(Real x) {
  Real count = 0;
  Real y = x > 0 ? (count += x) : (count -= 2 * x);
  return y * count;
}

#pragma grad
Real huber(Real residual, Real delta) {
  Real size = std::fabs(residual);
  return size <= delta ? 0.5 * residual * residual : delta * (size - 0.5 * delta);
}

#pragma grad
Real smoothstep(Real low, Real high, Real x) {
  Real t = (x - low) / (high - low);
  t = t < 0 ? 0 : t > 1 ? 1 : t;
  return t * t * (3 - 2 * t);
}

#pragma grad
Real quadraticRoot(Real a, Real b, Real c) {
  Real discriminant = b * b - 4 * a * c;
  if (discriminant < 0)
    return -b / (2 * a);
  // The form without cancellation.
  Real q = -0.5 * (b + (b < 0 ? -std::sqrt(discriminant) : std::sqrt(discriminant)));
  return b < 0 ? q / a : c / q;
}

#pragma grad
Real deadAfterReturn(Real x) {
  if (x > 0) {
    return x * x;
  } else {
    return -x;
  }
}

#pragma grad
Real constantCondition(Real x) {
  if constexpr (sizeof(int) == 4)
    x *= 2;
  else
    x = 0;
  if (true)
    x += 1;
  if (false)
    return 0;
  return x * x;
}

Real adjustable = 1.5, other = 0.5;
#pragma grad
Real globalsInBranches(Real x) {
  Real y = x;
  if (x > 1)
    y *= adjustable;
  else
    y += other * adjustable;
  return x < 2 ? y * adjustable : y * other * x;
}

#include "Generated.h"

GRADIENT(globalsInBranches, along(0.5, 1.5, 2.5))
GRADIENT(oneSided, along(-2, 3))
GRADIENT(twoSided, at({{1, 2}, {2, 1}}))
GRADIENT(ladder, along(-2, -0.5, 0.5, 3))
GRADIENT(earlyReturns, at({{-1, 2}, {2, 3}, {2, -1}, {4, -2}}))
GRADIENT(nestedBranches, at({{1, 2}, {1, -2}, {-1, -3}, {-1, 4}}))
GRADIENT(mixedConditions, at({{1, 2, 1}, {1, 5, 0}, {-2, 0, 1}, {-2, 7, 1}}).wrt(0))
GRADIENT(conditionDeclaration, along(0.3, 2))
GRADIENT(guardedDivision, at({{3, 2}, {1, 2}, {-3, -2}}))
GRADIENT(conditionOnResult, along(0.3, 1.2, 4))
GRADIENT(assignedInCondition, along(0.3, 2))
GRADIENT(ternaryWithEffects, along(-1, 2))
GRADIENT(huber, at({{0.3, 1}, {-3, 1}, {3, 2}}))
GRADIENT(smoothstep, at({{0, 1, 0.3}, {1, 3, 0.5}, {1, 3, 4}}))
GRADIENT(quadraticRoot, at({{1, -3, 1}, {1, 3, 1}, {2, 1, 4}}))
GRADIENT(deadAfterReturn, along(-1, 2))
GRADIENT(constantCondition, along(-1, 2))
