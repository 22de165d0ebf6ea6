// RUN: %corpus-test %s %t
// Triangles in one array: what a loop writes is behind or in front of what it reads, or is not.
#include "CorpusCheck.h"

#include <vector>

#pragma grad
#pragma grad mode(jvp)
void forwardSubstitution(const Real *l, Real *y, int n) {
  for (int i = 0; i < n; ++i) {
    y[i] /= 2 + l[i * n + i] * l[i * n + i];
    for (int j = i + 1; j < n; ++j)
      y[j] -= l[j * n + i] * y[i];
  }
}

#pragma grad
#pragma grad mode(jvp)
Real upwards(const Real *x, int n) {
  std::vector<Real> row(n);
  for (int i = 0; i < n; ++i)
    row[i] = x[i];
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < i; ++j)
      row[j] += std::sin(row[i]) * x[j];
  return row[0] * row[n - 1];
}

/// The first one is the element itself.
#pragma grad
#pragma grad mode(jvp)
Real fromTheElementOn(const Real *x, int n) {
  std::vector<Real> row(n);
  for (int i = 0; i < n; ++i)
    row[i] = x[i];
  for (int i = 0; i < n; ++i)
    for (int j = i; j < n; ++j)
      row[j] += row[i] * x[j] * 0.5;
  return row[0] * row[n - 1];
}

/// The last one is.
#pragma grad
#pragma grad mode(jvp)
Real upToTheElement(const Real *x, int n) {
  std::vector<Real> row(n);
  for (int i = 0; i < n; ++i)
    row[i] = x[i];
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < i + 1; ++j)
      row[j] += row[i] * x[j] * 0.5;
  return row[0] * row[n - 1];
}

/// Downwards, by two, from elements that are far away, and across.
#pragma grad
#pragma grad mode(jvp)
Real manyWays(const Real *x, int n) {
  std::vector<Real> row(3 * n);
  for (int i = 0; i < 3 * n; ++i)
    row[i] = x[i % n] * (i + 1) * 0.2;
  for (int i = n - 1; i >= 0; --i)
    for (int j = n - 1; j > i; j -= 2)
      row[i] += row[j] * row[i];
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j)
      row[2 * j + n] -= row[i] * 0.1;
  for (int i = 0; i < n; ++i)
    for (int j = i + 1; j < n; ++j)
      row[n - j + i] += row[i] * x[j];
  Real sum = 0;
  for (int i = 0; i < 3 * n; ++i)
    sum += row[i] * row[i];
  return sum;
}

#include "../exec/Generated.h"

CORPUS(forwardSubstitution, point(filled(16, -1, 1), filled(4, 0.5, 1), 4))
CORPUS(upwards, point(filled(5, -1, 1.2), 5))
CORPUS(fromTheElementOn, point(filled(5, -1, 1.2), 5))
CORPUS(upToTheElement, point(filled(5, -1, 1.2), 5))
CORPUS(manyWays, point(filled(4, 0.3, 1.2), 4))
