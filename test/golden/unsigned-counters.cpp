// RUN: %python %S/check.py %adgen %s

#include <cmath>

// Counters without a sign; the loops backwards pass zero.
#pragma grad
double repelled(const double *x, unsigned n) {
  double energy = 0;
  for (unsigned i = 1; i < n; ++i)
    energy = std::sin(energy + x[i] - x[i - 1]);
  return energy;
}
