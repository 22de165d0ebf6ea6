// RUN: %exec-test %s %t --flags=-Wno-error
// A number that passes through an integer: the derivative stops there, with a warning.
#include "Check.h"

#pragma grad
Real fraction(Real x) {
  int whole = static_cast<int>(x);
  return (x - whole) * x;
}

#pragma grad
Real roundTrip(Real x) { return static_cast<Real>(static_cast<long>(x)) * x; }

#pragma grad
Real tableIndex(Real x, Real y) {
  unsigned index = x * 4;
  return index % 2 == 0 ? x * y : y * index;
}

#include "Generated.h"

GRADIENT(fraction, along(2.3, -1.75))
GRADIENT(roundTrip, along(2.3, -1.75))
GRADIENT(tableIndex, at({{0.6, 3}, {1.3, 2}}))
