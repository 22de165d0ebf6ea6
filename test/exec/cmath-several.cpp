// RUN: %exec-test %s %t
// The functions of several variables in <cmath>, with integers among the arguments.
#include "Check.h"

#include <algorithm>
#include <math.h>

#pragma grad
Real powers(Real x, Real y) {
  return std::pow(x, y) + pow(y, x) - std::pow(x, 2) * pow(2.0, y) + std::pow(x, -1.5);
}

#pragma grad wrt(x)
Real integerPowers(Real x, int n) { return std::pow(x, n) + x * std::pow(x, 3) - std::pow(2, x); }

#pragma grad
Real lengths(Real x, Real y, Real z) {
  return std::hypot(x, y) * hypot(y, z) + std::hypot(x, y, z) + std::hypot(x, 3);
}

#pragma grad
Real angles(Real x, Real y) { return std::atan2(y, x) * atan2(x, 2 * y) + std::atan2(x, 1); }

#pragma grad
Real quotientRests(Real x, Real y) {
  return std::fmod(x, y) * x + fmod(3 * x, y) - std::remainder(x, y) * y + remainder(x, 2 * y);
}

#pragma grad
Real signs(Real x, Real y) {
  return std::copysign(x, y) * y + copysign(2.0, x) * x - std::copysign(x * y, x - y);
}

#pragma grad
Real extrema(Real x, Real y) {
  return std::fmax(x, y) * fmin(x, 2 * y) + std::fdim(x, y) * y - fdim(y, x) +
         std::fmin(x * y, 1) * std::fmax(y, 0);
}

#pragma grad
Real standardExtrema(Real x, Real y) {
  return std::max(x, y) * std::min(x, 2 * y) + std::clamp(x * y, Real(-1), Real(2)) * x -
         std::max<Real>(y, 0);
}

#pragma grad
Real fused(Real x, Real y, Real z) { return std::fma(x, y, z) * fma(y, z, x) - std::fma(x, x, 1); }

#pragma grad
Real scaled(Real x, int n) { return std::ldexp(x, n) * x + ldexp(x * x, 2) + std::scalbn(x, -1); }

#pragma grad
Real generalizedMean(Real a, Real b, Real p) {
  return std::pow((std::pow(a, p) + std::pow(b, p)) / 2, 1 / p);
}

#pragma grad
Real guardedByTests(Real x) {
  if (std::isnan(x) || !std::isfinite(x) || std::isinf(x))
    return 0;
  return std::signbit(x) ? -x * x : x * x * x;
}

#include "Generated.h"

GRADIENT(powers, at({{0.4, 1.3}, {2, 3}, {1, 0.2}}))
GRADIENT(integerPowers, at({{1.5, 3}, {0.7, -2}, {-1.3, 4}, {2, 0}}).wrt(0))
GRADIENT(lengths, at({{1, 2, 3}, {-0.3, 4, 0.1}}))
GRADIENT(angles, at({{1, 2}, {-1, 0.5}, {-2, -3}}))
GRADIENT(quotientRests, at({{5.3, 2.1}, {-7.4, 3}, {2.2, -0.7}}))
GRADIENT(signs, at({{1.5, 2}, {-1.5, 2}, {3, -0.2}}))
GRADIENT(extrema, at({{1, 2}, {2.5, 1}, {-1, 0.3}, {0.4, -3}}))
GRADIENT(standardExtrema, at({{1, 1.5}, {2.5, 1}, {-1, 3}, {0.4, -3}}))
GRADIENT(fused, at({{1, 2, 3}, {-0.3, 4, 0.1}}))
GRADIENT(scaled, at({{1.25, 3}, {-0.4, -2}}))
GRADIENT(generalizedMean, at({{1, 2, 3}, {0.5, 4, -1.5}}))
GRADIENT(guardedByTests, along(-1.5, 2))
