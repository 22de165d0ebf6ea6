// RUN: %exec-test %s %t
// Arguments that mean the same memory, as C++ lets a caller pass them.
#include "Check.h"

#ifndef ADGEN_REFERENCE

#pragma grad wrt(first, x)
double doublesAll(double &first, double *x, int n) {
  double sum = 0;
  for (int i = 0; i < n; ++i) {
    x[i] *= 2;
    sum += first * x[i];
  }
  return sum;
}

#pragma grad wrt(x)
double readsTwice(const double &factor, double *x) {
  const double before = factor;
  x[0] *= 2;
  return before * factor + x[0];
}

#include "Generated.h"

CHECK(aReferenceMayBeAnElement) {
  double x[] = {3, 5}, d_x[] = {0, 0};
  EXPECT(doublesAll_value_and_grad(x[0], x, 2, &d_x[0], d_x) == 96);
  EXPECT(x[0] == 6 && x[1] == 10);
  EXPECT(d_x[0] == 8 * 3 + 4 * 5 && d_x[1] == 4 * 3);
}

CHECK(aConstReferenceMayBeAnElement) {
  double x[] = {3, 5}, d_x[] = {0, 0};
  EXPECT(readsTwice_value_and_grad(x[0], x, d_x) == 3 * 6 + 6);
  EXPECT(x[0] == 6 && x[1] == 5);
  EXPECT(d_x[0] == 2 && d_x[1] == 0);
}
#endif
