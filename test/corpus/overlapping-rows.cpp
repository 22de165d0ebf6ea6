// RUN: %corpus-test %s %t
// Rows that overlap at a distance which only the caller knows: their adjoints and tangents are read and
// cleared, each in its turn.
#include "CorpusCheck.h"

#pragma grad
#pragma grad mode(jvp)
Real blocksWritten(const Real *x, int n, int apart, int between) {
  Real *blocks = new Real[20];
  for (int k = 0; k < n; ++k)
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < n; ++j)
        blocks[k * apart + i * between + j] = (k + 1) * x[i] * x[j] - x[k];
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += std::sin((i + 1) * blocks[i]);
  delete[] blocks;
  return sum;
}

/// Tangents are cleared: 0.7 has none.
#pragma grad
#pragma grad mode(jvp)
Real rowsTaken(const Real *x, int n, int apart) {
  Real rows[20];
  for (int i = 0; i < 20; ++i)
    rows[i] = x[i % n] * i;
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) {
      sum += rows[i * apart + j] * (i + 1);
      rows[i * apart + j] = 0.7;
    }
  return sum;
}

/// A zero of the function's own keeps its sign.
#pragma grad
#pragma grad mode(jvp)
Real anglesOfZero(const Real *x, Real *rows, int n, int apart) {
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) {
      sum += rows[i * apart + j] * x[j] * x[i];
      rows[i * apart + j] = 0;
    }
  const Real turn = std::atan2(rows[0], -std::abs(x[0]) - 1);
  return turn > 0 ? sum * turn : x[0];
}

#include "../exec/Generated.h"

CORPUS(blocksWritten, point(filled(3, -1, 1), 3, 2, 1), point(filled(3, -1, 1), 3, 0, 3),
       point(filled(3, -1, 1), 3, 1, 0))
CORPUS(rowsTaken, point(filled(4, -1, 1), 4, 4), point(filled(4, -1, 1), 4, 2), point(filled(4, -1, 1), 4, 0))
// g++ clears the function's own rows too late where they overlap.
CORPUS(anglesOfZero, point(filled(3, -1, 1), filled(20, 0.2, 1), 3, 3))
