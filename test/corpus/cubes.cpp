// RUN: %corpus-test %s %t
// Arrays of three dimensions, and of structs with arrays, that are filled and read through a pointer to their
// first number.
#include "CorpusCheck.h"

#include <algorithm>
#include <array>
#include <cstring>

static void fill(Real *m, const Real *x, int n) {
  for (int i = 0; i < n; ++i)
    m[i] = x[i] * x[i];
}

#pragma grad
#pragma grad mode(jvp)
Real filledByPointer(const Real *x) {
  Real a[2][2][2], b[2][2][2];
  fill(&a[0][0][0], x, 8);
  Real *p = b[0][0];
  for (int i = 0; i < 8; ++i)
    p[i] = std::sin(x[i]);
  return a[1][1][1] * a[1][0][0] + b[1][1][0] * b[0][1][1];
}

#pragma grad
#pragma grad mode(jvp)
Real filledByCopy(const Real *x) {
  Real a[2][2][2], c[2][2][2];
  std::copy(x, x + 8, &a[0][0][0]);
  std::copy(x, x + 8, (Real *)c);
  std::array<std::array<std::array<Real, 2>, 2>, 2> d;
  std::copy(x, x + 8, &d[0][0][0]);
  return a[1][1][1] * a[1][0][0] + c[1][0][1] * a[0][1][1] + d[1][1][0] * d[1][1][1];
}

struct Cube {
  Real b[2][2][2];
};
struct Row {
  Real x[2];
};

#pragma grad
#pragma grad mode(jvp)
Real filledInStructs(const Real *x) {
  Cube cube;
  std::copy(x, x + 8, &cube.b[0][0][0]);
  Row rows[2][2], line[4];
  std::copy(x, x + 8, &rows[0][0].x[0]);
  Real *p = line[0].x;
  for (int i = 0; i < 8; ++i)
    *p++ = x[i] * x[0];
  return cube.b[1][1][1] * cube.b[1][0][0] + rows[1][1].x[1] * rows[1][0].x[0] + line[3].x[1] * line[2].x[0];
}

#pragma grad
#pragma grad mode(jvp)
Real addedByPointer(const Real *x, int n) {
  Real b[2][3][2] = {};
  Real *p = &b[0][0][0];
  for (int i = 0; i < 12; ++i)
    p[i] += x[i % n] * x[0];
  return b[1][2][1] + b[0][1][1] * b[1][0][0] + b[0][0][0];
}

/// The whole is read, forwards and backwards.
#pragma grad
#pragma grad mode(jvp)
Real walkedBothWays(const Real *x, int n) {
  Real b[2][3][2];
  Real *flat = &b[0][0][0];
  for (int i = 0; i < 12; ++i)
    *flat++ = x[i % n];
  while (flat-- != &b[0][0][0])
    *flat += flat != &b[0][0][0] ? std::sin(flat[-1]) : Real(0);
  Real sum = 0;
  for (auto &matrix : b)
    for (auto &row : matrix)
      for (Real v : row)
        sum = sum * 0.7 + v;
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real copiedAsBytes(const Real *x) {
  Real b[2][2][2], c[2][2][2];
  std::memcpy(b, x, sizeof b);
  std::memcpy(c, b, sizeof b);
  return b[1][1][1] * b[1][0][0] + c[1][1][0] * c[0][1][1];
}

#include "../exec/Generated.h"

CORPUS(filledByPointer, point(filled(8, -1, 1)))
CORPUS(filledByCopy, point(filled(8, -1, 1)))
CORPUS(filledInStructs, point(filled(8, -1, 1)))
CORPUS(addedByPointer, point(filled(8, -1, 1), 8))
CORPUS(walkedBothWays, point(filled(8, -1, 1), 8), point(filled(8, -1, 1), 5))
CORPUS(copiedAsBytes, point(filled(8, -1, 1)))
