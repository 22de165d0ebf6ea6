// RUN: %corpus-test %s %t
// Arrays of variable extents in several dimensions, and pointers to rows.
#include "CorpusCheck.h"

#ifdef __clang__
#pragma clang diagnostic ignored "-Wvla-cxx-extension"
#endif

#pragma grad
#pragma grad mode(jvp)
Real variableMatrix(const Real *x, int n) {
  Real outer[n][n];
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j)
      outer[i][j] = x[i] * std::exp(x[j]);
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    for (int j = i; j < n; ++j)
      sum += outer[i][j] * outer[j][i];
  return sum;
}
static Real row(const Real *r, int m) {
  Real s = 0;
  for (int i = 0; i < m; ++i)
    s += r[i] * r[i];
  return s;
}
#pragma grad
#pragma grad mode(jvp)
Real variableInThreeDimensions(const Real *x, int n) {
  int m = n + 1;
  Real c[n][3][m];
  m = 1;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < 3; ++j)
      for (int k = 0; k < n + 1; ++k)
        c[i][j][k] = x[i] * (j + 1) + k;
  Real s = 0;
  for (int i = 0; i < n; ++i) {
    s += row(c[i][1], n + 1);
    Real *p = c[i][2];
    s += p[1] * p[1];
    s += *c[i][0] * (*(c[i] + 1))[n];
  }
  Real(*q)[3] = new Real[n][3];
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < 3; ++j)
      q[i][j] = x[i];
  s += q[n - 1][2] * q[0][1];
  delete[] q;
  return s * sizeof(c[0]) / sizeof(Real);
}
static Real sum4(const Real a[][4], int n) {
  Real s = 0;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < 4; ++j)
      s += a[i][j] * a[i][j];
  return s;
}
static void fill4(Real (*a)[4], int n, Real v) {
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < 4; ++j)
      (*(a + i))[j] = v * (i + j);
}
#pragma grad
#pragma grad mode(jvp)
Real rowsOfKnownLength(Real v, int n) {
  Real a[3][4];
  fill4(a, 3, v);
  Real b[n][4];
  fill4(b, n, v * v);
  return sum4(a, 3) + sum4(b, n) + sum4(&a[1], 2);
}
#pragma grad
#pragma grad mode(jvp)
Real rowsAsParameter(const Real a[][4], int n) { return sum4(a, n); }
#pragma grad
#pragma grad mode(jvp)
Real rowsAsPointerParameter(Real (*a)[4], int n) {
  for (int i = 1; i < n; ++i)
    for (int j = 0; j < 4; ++j)
      a[i][j] += a[i - 1][3 - j] * a[i][j];
  return a[n - 1][2];
}
#pragma grad
#pragma grad mode(jvp)
Real rangeOverVariable(const Real *x, int n) {
  Real a[n];
  for (Real &v : a)
    v = *x;
  Real s = 0;
  for (Real v : a)
    s += v * v;
  return s;
}
#pragma grad
#pragma grad mode(jvp)
Real pointersToVariableRows(const Real *x, int n) {
  Real a[n][n];
  for (auto &row : a)
    for (Real &v : row)
      v = x[0];
  auto p = a;
  auto q = &a[n - 1];
  for (int i = 0; i < n; ++i, ++p)
    for (int j = 0; j < n; ++j)
      (*p)[j] *= x[i] * x[j] + 1;
  p -= n;
  using Row = Real[n];
  Row copy;
  for (int j = 0; j < n; ++j)
    copy[j] = (*q)[j];
  return p[n - 1][0] * (*p)[0] + copy[n - 1];
}
#pragma grad
#pragma grad mode(jvp)
Real variableMatrixInLoop(const Real *x, int n) {
  Real s = 0;
  for (int k = 1; k < n; ++k) {
    Real a[k][k];
    for (int i = 0; i < k; ++i)
      for (int j = 0; j < k; ++j)
        a[i][j] = x[i] * x[j];
    s += a[k - 1][0] * a[0][0];
    if (s > 100)
      break;
  }
  return s;
}

#pragma grad
#pragma grad mode(jvp)
Real variableInLoopWithJumps(const Real *x, int n) {
  Real s = 0;
  for (int i = 1; i <= n; ++i) {
    Real a[i][2][i];
    if (x[i - 1] < -10)
      continue;
    for (int j = 0; j < i; ++j)
      a[j][1][i - 1 - j] = x[j] * x[i - 1];
    if (s > 1000)
      break;
    auto *p = a[0];
    s += p[1][i - 1] * a[i - 1][1][0];
    if (s < -1000)
      return s;
  }
  return s;
}

#include "../exec/Generated.h"

CORPUS(variableMatrix, point(filled(4, -1, 1), 4))
CORPUS(variableInThreeDimensions, point(filled(4, -1, 1), 4))
CORPUS(rowsOfKnownLength, point(0.7, 5))
CORPUS(rowsAsParameter, point(filled(8, -1, 1), 2))
CORPUS(rowsAsPointerParameter, point(filled(12, -1, 1), 3))
CORPUS(rangeOverVariable, point(filled(4, -1, 1), 4))
CORPUS(pointersToVariableRows, point(filled(4, -1, 1), 4))
CORPUS(variableMatrixInLoop, point(filled(4, -1, 1), 4))
CORPUS(variableInLoopWithJumps, point(filled(4, -1, 1), 4))
