// RUN: %exec-test %s %t
// Kinks, limits and dead branches: what the derivative is where differences cannot tell.
#include "Check.h"

#pragma grad
Real rootOfZero(Real x) { return std::sqrt(x); }
#pragma grad
Real deadRoot(Real x) { return 0 * std::sqrt(x); }
#pragma grad
Real scaledRoot(Real x, Real scale) { return scale * std::sqrt(x); }
#pragma grad
Real absoluteValue(Real x) { return std::fabs(x); }
#pragma grad
Real logOrZero(Real x) { return x > 0 ? std::log(x) : 0; }
#pragma grad
Real cappedExp(Real x) { return std::fmin(std::exp(x), 1); }
#pragma grad
Real cappedByBranch(Real x) {
  if (x > 100)
    return 1;
  return std::exp(x) / x;
}
#pragma grad
Real powerOfZero(Real x, Real y) { return std::pow(x, y); }
#pragma grad
Real arcAtEnd(Real x) { return std::acos(x); }
#pragma grad
Real distance(Real x, Real y) { return std::hypot(x, y); }
#pragma grad
Real distanceByRoot(Real x, Real y) { return std::sqrt(x * x + y * y); }
#pragma grad
Real tie(Real x, Real y) { return std::fmax(x, y); }
#pragma grad
Real ignoringNaN(Real x, Real y) { return std::fmin(x, y); }
#pragma grad
Real sinc(Real x) { return x == 0 ? 1 : std::sin(x) / x; }
#pragma grad
Real selectedQuotient(Real x) {
  Real safe = x == 0 ? 1 : x;
  Real quotient = (1 - std::cos(safe)) / safe;
  return x == 0 ? 0 : quotient;
}
#pragma grad
Real relu(Real x) { return x > 0 ? x : 0; }
#pragma grad
Real logProduct(Real x, Real y) { return x == 0 ? 0 : x * std::log(y); }
#pragma grad
Real overflowing(Real x) { return 1 / (1 + std::exp(-x)); }

// A branch says what a number is not; in the other branch, and where it is compared with something else, nothing is known.
#pragma grad
Real otherBranch(Real x, Real scale) { return x > 0 ? scale * x : scale * std::sqrt(-x); }
#pragma grad
Real rootFromZero(Real x, Real scale) { return x >= 0 ? scale * std::sqrt(x) : 0; }
#pragma grad
Real eitherPositive(Real x, Real y, Real scale) { return x > 0 || y > 0 ? scale * std::log(x) : 0; }
#pragma grad
Real notBoth(Real x, Real y, Real scale) { return !(x > 0 && y > 0) ? scale * (y / x) : 0; }
#pragma grad
Real aboveMinusOne(Real x, Real scale) { return x > -1 ? scale * (1 / x) : 0; }
#pragma grad
Real belowOne(Real x, Real scale) { return 1 > x ? scale * std::log(x) : 0; }
#pragma grad
Real vanishingProduct(Real x, Real y, Real scale) { return x > 0 && y > 0 ? scale * (1 / (x * y)) : 0; }
#pragma grad
Real sumOfSigns(Real x, Real y, Real scale) { return x > 0 && y < 0 ? scale * std::sqrt(x + y) : 0; }
#pragma grad
Real withinBranches(Real x, Real y, Real scale) {
  if (x == 0)
    return scale;
  const Real length = std::sqrt(x * x + y * y);
  if (!(y <= 0) && x != 1)
    return scale * std::log(y) / (length * (1 + std::fabs(x)));
  return -1.0 < y ? scale / length : scale * y;
}

#include "Generated.h"

#ifndef ADGEN_REFERENCE
static const double infinity = std::numeric_limits<double>::infinity();
static const double notANumber = std::numeric_limits<double>::quiet_NaN();
#endif

CHECK(limits) {
  EXPECT(rootOfZero_grad(0) == infinity);
  EXPECT(powerOfZero_grad(0, 0) == std::make_tuple(0.0, 0.0));
  EXPECT(powerOfZero_grad(0, 2) == std::make_tuple(0.0, 0.0));
  EXPECT(powerOfZero_grad(2, 0) == std::make_tuple(0.0, std::log(2.0)));
  EXPECT(powerOfZero_grad(-2, 2) == std::make_tuple(-4.0, 0.0) ||
         std::isnan(std::get<1>(powerOfZero_grad(-2, 2))));
  EXPECT(std::get<0>(powerOfZero_grad(-2, 3)) == 12);
  EXPECT(arcAtEnd_grad(1) == -infinity);
}

CHECK(kinks) {
  EXPECT(absoluteValue_grad(0) == 0);
  EXPECT(absoluteValue_grad(-2) == -1);
  EXPECT(relu_grad(0) == 0);
  EXPECT(relu_grad(1e-300) == 1);
  EXPECT(tie_grad(1, 1) == std::make_tuple(1.0, 0.0));
  EXPECT(ignoringNaN_grad(notANumber, 1) == std::make_tuple(0.0, 1.0));
  EXPECT(ignoringNaN_grad(1, notANumber) == std::make_tuple(1.0, 0.0));
  EXPECT(distance_grad(0, 0) == std::make_tuple(0.0, 0.0));
}

CHECK(deadBranches) {
  EXPECT(deadRoot_grad(0) == 0);
  EXPECT(scaledRoot_grad(0, 0) == std::make_tuple(0.0, 0.0));
  EXPECT(logOrZero_grad(-1) == 0);
  EXPECT(logOrZero_grad(0) == 0);
  EXPECT(logOrZero_grad(2) == 0.5);
  EXPECT(cappedExp_grad(1000) == 0);
  EXPECT(cappedExp_grad(-1) == std::exp(-1.0));
  EXPECT(cappedByBranch_grad(1000) == 0);
  EXPECT(sinc_grad(0) == 0);
  EXPECT(selectedQuotient_grad(0) == 0);
  EXPECT(logProduct_grad(0, 0) == std::make_tuple(0.0, 0.0));
  EXPECT(overflowing_grad(1000) == 0);
}

CHECK(deadInBranches) {
  EXPECT(otherBranch_grad(0, 0) == std::make_tuple(0.0, 0.0));
  EXPECT(rootFromZero_grad(0, 0) == std::make_tuple(0.0, 0.0));
  EXPECT(std::get<0>(eitherPositive_grad(0, 1, 0)) == 0);
  EXPECT(std::get<0>(notBoth_grad(0, 1, 0)) == 0);
  EXPECT(std::get<1>(notBoth_grad(0, 1, 0)) == 0);
  EXPECT(std::get<0>(aboveMinusOne_grad(0, 0)) == 0);
  EXPECT(std::get<0>(belowOne_grad(0, 0)) == 0);
  EXPECT(std::get<0>(vanishingProduct_grad(1e-200, 1e-200, 0)) == 0);
  EXPECT(std::get<0>(sumOfSigns_grad(1, -1, 0)) == 0);
}

GRADIENT(otherBranch, at({{2, 3}, {-2, 3}}))
GRADIENT(vanishingProduct, at({{2, 3, 0.5}}))
GRADIENT(withinBranches, at({{0.7, 1.3, 0.9}, {-0.5, -0.2, 2}, {0.3, -2, 0.5}}))
GRADIENT(overflowing, along(-3, 0.5, 20))
GRADIENT(sinc, along(0.5, -2))
GRADIENT(selectedQuotient, along(0.5, -2))
GRADIENT(distanceByRoot, at({{3, 4}, {-1, 0.5}}))
GRADIENT(cappedByBranch, along(3, -1))
