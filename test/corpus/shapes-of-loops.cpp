// RUN: %corpus-test %s %t
// Loops over small arrays in steps and backwards, arrays that begin as zeros, integers whose sign is in their
// memory alone, and loops that do nothing.
#include "CorpusCheck.h"

// 5 is no multiple of 2: the last step goes behind the end.
#pragma grad
#pragma grad mode(jvp)
Real everyOther(const Real *x, int n) {
  Real total = 0;
  for (int k = 0; k < n; ++k) {
    Real a[5] = {};
    for (int i = 0; i < 5; i += 2)
      a[i] = x[k] * (i + 1);
    total += a[0] * a[2] * x[0] + a[4] * a[4] + a[1];
  }
  return total;
}

// Each element needs the one behind it, which has been computed just before.
#pragma grad
#pragma grad mode(jvp)
Real backSubstitution(const Real *b, int n) {
  Real total = 0;
  for (int k = 0; k < n; ++k) {
    Real a[4] = {1, 0.5, 0.25, b[k]};
    for (int i = 2; i >= 0; --i)
      a[i] = a[i] * b[k] - a[i + 1] * a[i + 1];
    total += a[0] * a[1];
  }
  return total;
}

// What is not set is zero, and not whatever suits the other branch.
#pragma grad
#pragma grad mode(jvp)
Real onlySomeSet(Real x, bool first) {
  const Real square = x * x;
  Real a[2] = {};
  if (first)
    a[0] = square;
  return (a[0] + 1) * x + a[1];
}

// A row is followed by the next one: a matrix may be taken for a list of its elements.
#pragma grad
#pragma grad mode(jvp)
Real throughTheRows(const Real *x, int n) {
  Real total = 0;
  for (int k = 0; k < n; ++k) {
    Real a[2][2] = {{x[k], 2}, {3, 4}};
    Real *all = a[0];
    all[3] = x[k] * x[k];
    all[2] = x[k] * all[3];
    total += a[0][0] * a[1][1] + a[1][0] * all[1];
  }
  return total;
}

// What would be read behind the null pointer never is.
static Real scaled(Real x, const Real *factors, int count) {
  for (int i = 0; i < count; ++i)
    x *= factors[i] * x;
  return x;
}

#pragma grad
#pragma grad mode(jvp)
Real noFactors(Real x, int count) { return scaled(x * x, nullptr, count); }

// The adjoint of s is each time what is added minus the last one: that is no sum whose order is free.
#pragma grad
#pragma grad mode(jvp)
Real alternating(Real x, int n) {
  Real s = x, total = 0;
  for (int i = 0; i < n; ++i) {
    total += s * (i + 1) * (i + 1);
    s = 1 - s;
  }
  return total;
}

// The largest unsigned numbers are negative ones, for whoever takes them for an int.
#pragma grad
#pragma grad mode(jvp)
Real signsInMemory(const Real *x, const unsigned *u, int n) {
  const Real *behind = x + n;
  return behind[int(u[0])] * x[0] * int(u[1]) + (int(u[2]) < 0 ? x[1] * x[1] : x[1]);
}

// No iterations, and a bound below which there is no smaller number.
#pragma grad
#pragma grad mode(jvp)
void threePoints(const Real *x, Real *y, int n) {
  for (int i = 0; i < n; ++i)
    y[i] += x[i] * x[i] + 2 * x[i + 1] - x[i + 2] * 3;
}

// The same of objects, rows, matrices and ranges.
struct Options {
  Real damping, limits[2];
};

static Real damped(Real x, const Options *options, bool isDamped) {
  return isDamped ? options->damping * x + options->limits[1] : x * x;
}

#pragma grad
#pragma grad mode(jvp)
Real noOptions(Real x) { return damped(x * x, nullptr, false); }

static Real product(Real x, const Real (*matrix)[3], const Real *const *rows, int n) {
  for (int i = 0; i < n; ++i)
    x *= matrix[i][1] + rows[i][0] * x;
  return x;
}

#pragma grad
#pragma grad mode(jvp)
Real noMatrix(Real x, int n) { return product(std::sin(x), nullptr, nullptr, n) * x; }

static Real sumOfRange(const Real *begin, const Real *end, Real x) {
  for (int i = 0; i < end - begin; ++i)
    x += begin[i] * x;
  return x;
}

#pragma grad
#pragma grad mode(jvp)
Real noRange(Real x) { return sumOfRange(nullptr, nullptr, x * x) * x; }

#include "../exec/Generated.h"

CORPUS(everyOther, point(filled(3, 0.1, 1), 3))
CORPUS(backSubstitution, point(filled(3, 0.1, 1), 3))
CORPUS(onlySomeSet, point(0.7, true), point(0.7, false))
CORPUS(throughTheRows, point(filled(3, 0.1, 1), 3))
CORPUS(noFactors, point(0.7, 0))
CORPUS(noOptions, point(0.7))
CORPUS(noMatrix, point(0.7, 0))
CORPUS(noRange, point(0.7))
CORPUS(alternating, point(0.7, 4), point(0.7, 5))
CORPUS(signsInMemory, point(filled(4, 0.1, 1), array({4294967294.0, 4294967293.0, 4294967292.0}), 4))
CORPUS(threePoints, point(filled(6, -1, 1), filled(4, -1, 1), 4),
       point(filled(6, -1, 1), filled(4, -1, 1), -2147483648.0))
