// RUN: %corpus-test %s %t
// Algorithms that add to one element of a matrix or a vector in a loop over others: the element is a variable
// meanwhile, if no other one can be it.
#include "CorpusCheck.h"

#pragma grad
#pragma grad mode(jvp)
Real choleskyInPlace(Real *a, int n) {
  Real logarithm = 0;
  for (int j = 0; j < n; ++j) {
    for (int k = 0; k < j; ++k)
      a[j * n + j] -= a[j * n + k] * a[j * n + k];
    a[j * n + j] = std::sqrt(a[j * n + j]);
    logarithm += 2 * std::log(a[j * n + j]);
    for (int i = j + 1; i < n; ++i) {
      for (int k = 0; k < j; ++k)
        a[i * n + j] -= a[i * n + k] * a[j * n + k];
      a[i * n + j] /= a[j * n + j];
    }
  }
  return logarithm;
}

/// Crout's decomposition; no element is written beside the inner loops.
#pragma grad
#pragma grad mode(jvp)
Real luInPlace(Real *a, int n) {
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < i; ++j) {
      for (int k = 0; k < j; ++k)
        a[i * n + j] -= a[i * n + k] * a[k * n + j];
      a[i * n + j] /= a[j * n + j];
    }
    for (int j = i; j < n; ++j)
      for (int k = 0; k < i; ++k)
        a[i * n + j] -= a[i * n + k] * a[k * n + j];
  }
  Real product = 1;
  for (int i = 0; i < n; ++i)
    product *= a[i * n + i];
  return product;
}

/// Solves with a triangle, forwards and backwards, in place.
#pragma grad
#pragma grad mode(jvp)
Real solvedInPlace(const Real *l, Real *x, int n) {
  for (int i = 0; i < n; ++i) {
    for (int k = 0; k < i; ++k)
      x[i] -= l[i * n + k] * x[k];
    x[i] /= l[i * n + i];
  }
  for (int i = n - 1; i >= 0; --i) {
    for (int k = i + 1; k < n; ++k)
      x[i] -= l[k * n + i] * x[k];
    x[i] /= l[i * n + i];
  }
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += x[i] * x[i];
  return sum;
}

/// The element may be one of the others: at `k == i`, in the next row, through another name.
#pragma grad
#pragma grad mode(jvp)
Real meetsItself(Real *x, Real *y, int n, int width) {
  for (int i = 0; i < n; ++i) {
    for (int k = 0; k <= i; ++k)
      x[i] -= 0.1 * x[k] * x[k];
    for (int k = i; k < n; ++k)
      x[i] += 0.1 * x[k] * x[i];
  }
  for (int i = 0; i < 2; ++i)
    for (int k = 0; k < n; ++k)
      y[i * width + 1] += 0.1 * y[width + k] * y[0];
  for (int k = 0; k < n; ++k)
    x[1] += std::sin(y[k] * x[k]);
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += x[i] * y[i];
  return sum;
}

/// What is written first is not what the iteration before has left; a branch may leave it out; the place
/// moves; the loop may not run at all.
#pragma grad
#pragma grad mode(jvp)
Real otherAccumulations(const Real *x, int n) {
  Real sums[9] = {}, last[2] = {1, 2};
  for (int i = 0; i < n; ++i) {
    for (int k = 0; k < i; ++k) {
      last[0] = x[k] * x[i];
      sums[i] += last[0] * last[0];
    }
    for (int k = i; k < n; ++k)
      if (x[k] > 0)
        sums[7] += std::sin(sums[7] + x[k]);
    for (int k = 0; k < n - 2; ++k) {
      sums[i % 3] = std::sin(sums[i % 3] + x[k]);
      sums[3 + k % 2] *= x[i] + sums[i % 3];
    }
    for (int k = 0; k < n; ++k) {
      sums[8] += x[k];
      sums[8] *= 0.5;
    }
  }
  Real sum = last[0] * last[1];
  for (int i = 0; i < 9; ++i)
    sum += sums[i] * (i + 1);
  return sum;
}

/// Beyond the array if the loop ran: it must not be read before.
#pragma grad
#pragma grad mode(jvp)
Real readsNothing(Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i < n + 2; ++i) {
    for (int k = i; k < n; ++k)
      x[i] += x[i] * x[i] * 0.1;
    if (i < n)
      sum += x[i];
  }
  return sum * sum;
}

#include "../exec/Generated.h"

CORPUS(choleskyInPlace, point(array({4, 0.1, 0.2, 0.5, 3, 0.3, -0.4, 0.6, 5}), 3), point(array({2.5}), 1),
       point(array({}), 0))
CORPUS(luInPlace, point(array({4, 0.1, 0.2, 0.5, 3, 0.3, -0.4, 0.6, 5}), 3), point(array({2.5}), 1))
CORPUS(solvedInPlace, point(array({4, 0.1, 0.2, 0.5, 3, 0.3, -0.4, 0.6, 5}), array({1, -2, 3}), 3),
       point(array({2.5}), array({1}), 1))
CORPUS(meetsItself, point(filled(4, -1, 1), filled(6, -0.5, 1), 4, 2),
       point(filled(4, -1, 1), filled(6, -0.5, 1), 4, 0))
CORPUS(otherAccumulations, point(filled(5, -1, 1), 5), point(filled(5, -1, 1), 1), point(filled(5, -1, 1), 0))
CORPUS(readsNothing, point(filled(4, -1, 1), 4), point(filled(1, -1, 1), 0))
