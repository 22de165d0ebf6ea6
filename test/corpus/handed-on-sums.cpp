// RUN: %corpus-test %s %t
// Sums that an inner loop hands on to another variable: the loop around it is not one of sums alone, and its
// adjoint cannot run with each iteration's own.
#include "CorpusCheck.h"

#pragma grad
#pragma grad mode(jvp)
Real sumOfSums(const Real *x, int n, int m) {
  Real sum = 0, part = 0;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < m; ++j) {
      sum += part;
      part += x[j] * x[i];
    }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real lastBefore(const Real *x, const Real *y, int n, int m) {
  Real sum = 0, weighted = 0;
  for (int i = 0; i < n; ++i) {
    Real before = 0;
    for (int j = 0; j < m; ++j) {
      before = sum;
      sum += x[j] * y[i];
    }
    weighted += before;
  }
  return sum + weighted;
}

#pragma grad
#pragma grad mode(jvp)
Real triangular(const Real *x, int n) {
  Real sum = 0, part = 0;
  for (int i = 0; i < n; ++i) {
    Real row = 0;
    for (int j = 0; j < i; ++j) {
      row += x[j] * x[i];
      for (int k = 0; k < j; ++k)
        part += row;
      sum += part;
    }
  }
  return sum + part;
}

void invert(Real *x, int n) {
  if (n == 0)
    return;
  x[n - 1] = 1 / x[n - 1];
  invert(x, n - 1);
}

// What a callee writes may be infinite.
#pragma grad
#pragma grad mode(jvp)
Real infiniteByCallee(const Real *distance, const Real *charge, int n) {
  Real inverse[8] = {}, sum = 0;
  for (int i = 0; i < n; ++i)
    inverse[i] = distance[i];
  invert(inverse, n);
  for (int i = 0; i < n; ++i) {
    const Real force = charge[i] * inverse[i];
    if (distance[i] > 0.01)
      sum += std::sin(force);
  }
  return sum;
}

#include "../exec/Generated.h"

CORPUS(sumOfSums, point(filled(4, 0.5, 1.5), 4, 3))
CORPUS(lastBefore, point(filled(3, 0.5, 1.5), filled(4, 0.5, 1.5), 4, 3))
CORPUS(triangular, point(filled(6, 0.5, 1.5), 6))
CORPUS(infiniteByCallee, point(array({0.5, 0, 2}), filled(3, 0.5, 1.5), 3))
