// RUN: %corpus-test %s %t --flags=-ffp-contract=off,-Wno-error
// Indices computed from active numbers: the derivative stops there, with a warning.
#include "CorpusCheck.h"

#include <algorithm>

#pragma grad
#pragma grad mode(jvp)
Real truncatedIndex(const Real *table, int n, Real x) {
  int i = static_cast<int>(x);
  if (i < 0)
    i = 0;
  if (i > n - 2)
    i = n - 2;
  Real t = x - i;
  return (1 - t) * table[i] + t * table[i + 1];
}

#pragma grad
#pragma grad mode(jvp)
Real bilinear(const Real *image, int width, int height, Real x, Real y) {
  int i = static_cast<int>(std::floor(x)), j = static_cast<int>(std::floor(y));
  i = std::min(std::max(i, 0), width - 2);
  j = j < 0 ? 0 : j > height - 2 ? height - 2 : j;
  Real s = x - i, t = y - j;
  const Real *p = image + j * width + i;
  return (1 - t) * ((1 - s) * p[0] + s * p[1]) + t * ((1 - s) * p[width] + s * p[width + 1]);
}

#pragma grad
#pragma grad mode(jvp)
Real periodicTable(const Real *table, int n, Real x) {
  Real whole = std::floor(x), t = x - whole;
  int i = static_cast<int>(whole) % n;
  if (i < 0)
    i += n;
  Real a = table[i], b = table[(i + 1) % n];
  return a + (b - a) * t * t * (3 - 2 * t);
}

#pragma grad
#pragma grad mode(jvp)
void deposit(const Real *x, const Real *charge, int n, Real *grid, Real dx) {
  for (int p = 0; p < n; ++p) {
    const int cell = static_cast<int>(x[p] / dx);
    Real t = x[p] / dx - static_cast<Real>(cell);
    grid[cell] += (1 - t) * charge[p];
    grid[cell + 1] += t * charge[p];
  }
}

#include "../exec/Generated.h"

CORPUS(truncatedIndex, point(array({1, 3, 2, 5}), 4, 1.3), point(array({1, 3, 2, 5}), 4, 7.5),
       point(array({1, 3, 2, 5}), 4, -1.5))
CORPUS(bilinear, point(filled(12, -1, 1), 4, 3, 1.3, 0.6), point(filled(12, -1, 1), 4, 3, -1.3, 5.6))
CORPUS(periodicTable, point(filled(4, -1, 1), 4, 6.3), point(filled(4, -1, 1), 4, -2.6))
CORPUS(deposit, point(array({0.3, 1.7, 2.2}), filled(3, 1, 2), 3, filled(5, 0, 1), 0.8))
