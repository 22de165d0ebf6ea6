// RUN: %exec-test %s %t
// The functions of one variable in <cmath>, by their std:: and their global names.
#include "Check.h"

#include <math.h>

#pragma grad
Real allRoots(Real x) { return std::sqrt(x) + sqrt(x + 1) * std::cbrt(x) - cbrt(2 * x); }

#pragma grad
Real allExponentials(Real x) {
  return std::exp(x) * exp(-0.5 * x) + std::exp2(x) - exp2(x / 3) + std::expm1(x) * expm1(0.1 * x);
}

#pragma grad
Real allLogarithms(Real x) {
  return std::log(x) * log(x + 2) + std::log2(x) - log2(3 * x) * std::log10(x) + log10(x * x) +
         std::log1p(x) / log1p(2 * x);
}

#pragma grad
Real circular(Real x) {
  return std::sin(x) * cos(2 * x) + std::cos(x) / sin(x + 3) + std::tan(0.3 * x) - tan(x / 7);
}

#pragma grad
Real inverseCircular(Real x) {
  return std::asin(x) * acos(x) + std::acos(x * x) - asin(0.5 * x) + std::atan(3 * x) * atan(x);
}

#pragma grad
Real hyperbolic(Real x) {
  return std::sinh(x) / cosh(x) + std::cosh(0.5 * x) * sinh(x) - std::tanh(x) * tanh(2 * x);
}

#pragma grad
Real inverseHyperbolic(Real x) {
  return std::asinh(x) * asinh(-2 * x) + std::acosh(x + 1) - acosh(2 * x + 1) * std::atanh(0.1 * x) +
         atanh(x / 8);
}

#pragma grad
Real errorFunctions(Real x) { return std::erf(x) * erf(0.5 * x) + std::erfc(x) - erfc(x * x); }

#pragma grad
Real gammaFunctions(Real x) { return std::lgamma(x) * lgamma(x + 2) + std::tgamma(x) - tgamma(0.5 * x); }

#pragma grad
Real absolute(Real x) { return std::abs(x) * fabs(x + 1) + std::fabs(x - 3) * x; }

#pragma grad
Real piecewiseConstant(Real x) {
  return x * std::floor(x) + std::ceil(x) * x * x - round(x) * x + std::trunc(x) / x + rint(x) * std::sin(x) +
         std::nearbyint(x) + floor(x) * trunc(x) * ceil(x) + std::round(2 * x) * std::rint(x);
}

#pragma grad
Real steepTail(Real x) { return std::erfc(x) / std::exp(-x * x); }

#pragma grad
Real logit(Real p) { return std::log(p) - std::log1p(-p); }

#include "Generated.h"

GRADIENT(allRoots, along(0.03, 1, 17.5))
GRADIENT(allExponentials, along(-3, 0, 0.7, 5))
GRADIENT(allLogarithms, along(0.2, 1.5, 40))
GRADIENT(circular, along(-1.1, 0.4, 2))
GRADIENT(inverseCircular, along(-0.9, -0.1, 0.3, 0.95))
GRADIENT(hyperbolic, along(-2, 0, 0.6, 3))
GRADIENT(inverseHyperbolic, along(0.2, 1, 4))
GRADIENT(errorFunctions, along(-1.5, 0, 0.4, 2))
GRADIENT(gammaFunctions, along(0.3, 1, 2.5, 6))
GRADIENT(absolute, along(-2.5, -0.5, 1, 4))
GRADIENT(piecewiseConstant, along(-2.3, 0.4, 1.7))
GRADIENT(steepTail, along(0.5, 3))
GRADIENT(logit, along(0.01, 0.5, 0.99))
