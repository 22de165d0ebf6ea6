// RUN: %corpus-test %s %t
// Loops one behind the other, which pass arrays on: element by element, shifted, through sums, in place.
#include "CorpusCheck.h"

#include <cstddef>

#pragma grad
#pragma grad mode(jvp)
Real elementByElement(const Real *x, int n) {
  Real *a = new Real[n], *b = new Real[n];
  for (int i = 0; i < n; ++i)
    a[i] = std::sin(x[i]) * x[0];
  for (int i = 0; i < n; ++i)
    b[i] = a[i] * a[i] + x[i];
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += b[i] * a[i];
  delete[] a;
  delete[] b;
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real shiftedByOne(const Real *x, int n) {
  Real *a = new Real[n + 1]();
  Real *b = new Real[n + 1]();
  for (int i = 0; i < n; ++i)
    a[i] = x[i] * x[i];
  for (int i = 0; i < n; ++i)
    b[i] = a[i + 1] * x[i]; // of the old a, and of all of it
  for (int i = 0; i < n; ++i)
    a[i] = b[n - 1 - i] + a[i];
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += std::exp(-a[i]) * b[i];
  delete[] b;
  delete[] a;
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
void throughParameters(Real *a, Real *b, const Real *x, int n) {
  for (int i = 0; i < n; ++i)
    a[i] = x[i] * b[i];
  for (int i = 0; i < n; ++i)
    b[i] += std::tanh(a[i]);
  for (int i = 1; i < n; ++i)
    b[i] *= a[i - 1];
}

#pragma grad
#pragma grad mode(jvp)
Real normalised(const Real *x, int n) {
  Real *weights = new Real[n];
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    weights[i] = std::exp(x[i]);
    sum += weights[i];
  }
  const Real scale = 1 / sum;
  for (int i = 0; i < n; ++i)
    weights[i] *= scale;
  Real entropy = 0;
  for (int i = 0; i < n; ++i)
    entropy -= weights[i] * std::log(weights[i]);
  delete[] weights;
  return entropy;
}

#pragma grad
#pragma grad mode(jvp)
Real otherBounds(const Real *x, int n, int m) {
  Real a[8] = {};
  for (int i = 0; i < n; ++i)
    a[i] = x[i] * x[i];
  for (int i = 0; i < m; ++i)
    a[i] += std::cos(a[i]);
  for (int i = m - 1; i >= 0; --i)
    a[i] *= a[(i + 1) % 8] + 1;
  Real sum = 0;
  for (int i = 0; i < 8; ++i)
    sum += a[i];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real readAheadInPlace(Real *x, int n) {
  for (int i = 0; i < n - 1; ++i)
    x[i] = x[i] * x[i + 1];
  Real sum = 0;
  for (int i = 0; i < n - 1; ++i) {
    sum += x[i] * x[i];
    x[i] = sum;
  }
  for (int i = 0; i < n - 1; ++i)
    x[i + 1] += x[i];
  return sum * x[n - 1];
}

#pragma grad
#pragma grad mode(jvp)
Real invariantEntries(const Real *table, const Real *x, int rows, int columns) {
  Real *scale = new Real[rows];
  for (int i = 0; i < rows; ++i)
    scale[i] = std::sqrt(table[i]);
  Real sum = 0, total = table[0];
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < columns; ++j) {
      sum += scale[i] / total * x[i * columns + j] * table[i] + std::log(total);
      if (j == 1)
        scale[i] *= 2; // no longer the same in every iteration
    }
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < columns; ++j)
      sum += scale[i] / total * x[i * columns + j] * table[i];
  delete[] scale;
  return sum;
}

/// Of no elements there is nothing to read in front of a loop.
#pragma grad wrt(y)
#pragma grad wrt(y) mode(jvp)
Real emptyLoops(const Real *x, Real y, int n) {
  Real sum = y * y;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j)
      sum += x[i] * x[0] / y;
  for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i)
    sum += x[n] * y;
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real pointersInStep(const Real *x, int n) {
  Real a[6], b[6];
  Real *p = a;
  const Real *q = x;
  for (int i = 0; i < n; ++i)
    *p++ = *q++ * x[0];
  Real *r = b;
  p = a;
  for (int i = 0; i < n; ++i)
    *r++ = *p * *p, ++p;
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += b[i] * a[n - 1 - i];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real smoothedTwice(const Real *x, int n, int sweeps) {
  Real a[8], b[8];
  for (int i = 0; i < n; ++i)
    a[i] = x[i];
  for (int sweep = 0; sweep < sweeps; ++sweep) {
    for (int i = 1; i < n - 1; ++i)
      b[i] = (a[i - 1] + a[i + 1]) / 2;
    for (int i = 1; i < n - 1; ++i)
      a[i] = b[i] * (1 - a[i] * b[i]);
  }
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += a[i] * a[i];
  return sum;
}

/// Nothing may be divided by, or taken from released memory, where the program does not.
#pragma grad
#pragma grad mode(jvp)
Real loopsThatNeverRun(Real x, int n, int m) {
  Real *first = new Real[2], *second = new Real[2];
  first[0] = x;
  first[1] = x * x;
  second[0] = std::sin(x);
  second[1] = 1;
  Real *held[2] = {first, second};
  Real sum = x;
  for (int k = 0; k < 2; ++k) {
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < m; ++j)
        sum += x * sum * Real(n % m) * first[1] / (1 + first[0] * first[0]);
    n = 0;
    delete[] held[k];
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real oneOfTwo(Real x, int n) {
  Real *a = new Real[2]{x, x * x}, *b = new Real[2]{x, 1};
  const Real result = a[1] * b[0];
  delete[] (n > 0 ? a : b);
  delete[] (n > 0 ? b : a);
  return result;
}

#include "../exec/Generated.h"

CORPUS(elementByElement, point(filled(5, -1, 1), 5), point(filled(1, 0.5, 1), 0))
CORPUS(shiftedByOne, point(filled(5, -1, 1), 5), point(filled(1, 0.5, 1), 1))
CORPUS(throughParameters, point(filled(4, -1, 1), filled(4, 0, 1), filled(4, 0.5, 2), 4))
CORPUS(normalised, point(filled(5, -1, 1), 5), point(filled(1, -1, 1), 1))
CORPUS(otherBounds, point(filled(8, -1, 1), 8, 5), point(filled(8, -1, 1), 3, 7),
       point(filled(8, -1, 1), 0, 0))
CORPUS(readAheadInPlace, point(filled(5, 0.5, 1.5), 5), point(filled(2, 0.5, 1.5), 2))
CORPUS(invariantEntries, point(filled(3, 0.5, 2), filled(12, -1, 1), 3, 4),
       point(filled(3, 0.5, 2), filled(12, -1, 1), 3, 0))
CORPUS_WRT(emptyLoops, (1), point(array({}), 0.7, 0), point(filled(4, 0.5, 1), 0.7, 3))
CORPUS(pointersInStep, point(filled(6, -1, 1), 6), point(filled(6, -1, 1), 1))
CORPUS(smoothedTwice, point(filled(8, -1, 1), 8, 3), point(filled(8, -1, 1), 3, 1))
CORPUS(loopsThatNeverRun, point(0.7, 2, 3), point(0.7, 2, 0), point(0.7, 0, 0))
CORPUS(oneOfTwo, point(0.7, 1), point(0.7, 0))
