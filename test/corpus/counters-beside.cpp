// RUN: %corpus-test %s %t
// Loops that count one variable and change others on the way: strides, pointers, real numbers; while loops
// that count at their end, or seem to.
#include "CorpusCheck.h"

#pragma grad
#pragma grad mode(jvp)
Real strided(const Real *x, const Real *y, int n, int incx, int incy) {
  Real sum = 0;
  for (int i = 0, ix = 0, iy = (n - 1) * incy; i < n; ++i, ix += incx, iy -= incy) {
    if (x[ix] < 0)
      continue;
    sum = std::sin(sum + x[ix] * y[iy]);
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real pointersBeside(const Real *x, Real *y, int n) {
  Real sum = 0;
  const Real *p = x;
  Real *q = y + n;
  for (int i = n; i > 0; ++p, i--, --q) {
    sum = std::sin(sum + *p * *p * q[-1]);
    q[-1] = sum * i;
  }
  return sum * y[0] * (p - x);
}

/// Real numbers change, too; behind a `continue` as well.
#pragma grad
#pragma grad mode(jvp)
Real powersBeside(const Real *x, int n) {
  Real sum = 0, power = 1;
  int k = 7;
  for (int i = 0; i < n; power *= x[0] + 0.1 * k, ++i, k = k * 5 % 11) {
    if (k % 3 == 0)
      continue;
    sum += power * x[i] / k;
  }
  return sum * k + power;
}

/// One of them follows from the counter: before it has been counted, or behind.
#pragma grad
#pragma grad mode(jvp)
Real fromTheCounter(const Real *x, int n) {
  Real sum = 0;
  for (int i = 0, j = 0; i < n; ++i, j = i * 2 % 5)
    sum = std::sin(sum + x[i] * x[j]);
  for (int i = 0, j = 0; i < n; j = i * 2 % 5, ++i)
    sum = std::sin(sum + x[i] * x[j]);
  for (int i = 0, j = n; i < n; ++i, n -= j % 2, j /= 2)
    sum = std::sin(sum + x[i] * j);
  return sum;
}

static Real next(Real *state) {
  *state = std::sin(*state * 3);
  return *state;
}

#pragma grad
#pragma grad mode(jvp)
Real callsBeside(Real x, int n) {
  Real sum = 0, state = x, last = x;
  for (unsigned i = 0, k = n; i < unsigned(n); i += 2, last = next(&state), --k)
    for (int j = 0, m = 3; j < n; j++, m--)
      sum = std::cos(sum + last * Real(k) + m * state);
  return sum;
}

/// Nested, with strides that the outer loop sets.
#pragma grad
#pragma grad mode(jvp)
Real matrixTimes(const Real *a, const Real *x, Real *y, int rows, int columns) {
  for (int i = 0, start = 0; i < rows; ++i, start += columns) {
    Real sum = 0;
    for (int j = 0, k = start; j < columns; ++j, ++k)
      sum += a[k] * x[j];
    y[i] = std::tanh(sum);
  }
  Real norm = 0;
  for (int i = 0, last = rows - 1; i < rows; ++i, --last)
    norm += y[i] * y[last];
  return norm;
}

#pragma grad
#pragma grad mode(jvp)
Real countedByWhile(const Real *x, int n) {
  Real sum = 0;
  int i = 0, k = 1;
  while (i < n) {
    const Real square = x[i] * x[i];
    sum = std::sin(sum + square);
    i++;
  }
  while (k <= i) {
    int j = k;
    while (j + 1 < n) {
      if (x[j] < 0)
        sum += x[j] * j;
      else
        sum = std::sin(sum * x[j + 1]);
      j += 2;
    }
    sum *= 1 + 0.1 * j;
    k = k + 1;
  }
  while (--i > 0) {
    sum += x[i] * sum;
  }
  while (k != 0) {
    sum = std::cos(sum * k);
    --k;
  }
  return sum * (i + k + 2);
}

/// The counter changes elsewhere in the body, not at its end, or is left out by a `continue`.
#pragma grad
#pragma grad mode(jvp)
Real notCountedByWhile(const Real *x, int n) {
  Real sum = 0;
  int i = 0;
  while (i < n) {
    if (x[i] < 0) {
      i += 2;
      continue;
    }
    sum = std::sin(sum + x[i]);
    ++i;
  }
  while (i > 1) {
    if (i % 3 == 0)
      --i;
    sum = std::cos(sum * x[i - 1]);
    --i;
  }
  int last = n;
  while (i < last) {
    const int step = 1 + i % 2;
    sum += x[i] * sum;
    last -= step == 2;
    i += 1;
  }
  unsigned k = n;
  while (k > 0) {
    --k;
    sum *= x[k] + 2;
  }
  {
    int i = 0;
    while (i < n) {
      int j = 0;
      sum += x[i] * j;
      ++j, ++i;
    }
  }
  return sum;
}

#include "../exec/Generated.h"

CORPUS(strided, point(filled(12, -0.5, 1), filled(8, -1, 1), 4, 3, 2),
       point(filled(4, -0.5, 1), filled(4, -1, 1), 4, 1, 1),
       point(filled(4, 0.5, 1), filled(4, -1, 1), 3, 0, 0),
       point(filled(4, 0.5, 1), filled(4, -1, 1), 0, 1, 1))
CORPUS(pointersBeside, point(filled(4, -0.5, 1), filled(4, -1, 1), 4))
CORPUS(powersBeside, point(filled(6, -0.5, 1), 6), point(filled(6, -0.5, 1), 0))
CORPUS(fromTheCounter, point(filled(6, -0.5, 1), 6), point(filled(5, -0.5, 1), 1))
CORPUS(callsBeside, point(0.4, 5), point(-0.7, 0))
CORPUS(matrixTimes, point(filled(12, -0.5, 1), filled(4, -1, 1), zeros(3), 3, 4))
CORPUS(countedByWhile, point(filled(6, -0.5, 1), 6), point(filled(6, -0.5, 1), 0),
       point(filled(6, -0.5, 1), 1))
CORPUS(notCountedByWhile, point(filled(6, -0.5, 1), 6), point(filled(6, -0.5, 1), 1))
