// RUN: %corpus-test %s %t
// Pointers, arrays of any dimension, in-place sweeps, aliases, index arrays, constant tables.
#include "CorpusCheck.h"

#include <utility>

#pragma grad
#pragma grad mode(jvp)
Real walkingPointer(const Real *p, int n) {
  Real sum = 0;
  while (n--)
    sum = sum * 0.9 + *p++ * sum + 0.1;
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real pointerToEnd(const Real *begin, int n) {
  Real product = 1;
  for (const Real *p = begin, *end = begin + n; p != end; ++p)
    product *= 1 + *p * *p;
  return product;
}

#pragma grad
#pragma grad mode(jvp)
Real backwards(const Real *x, int n) {
  const Real *p = x + n;
  Real sum = 0;
  while (p > x)
    sum = std::sin(sum + *--p);
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
void prefixProducts(Real *x, int n) {
  for (int i = 1; i < n; ++i)
    x[i] = x[i - 1] * x[i];
}

#pragma grad
#pragma grad mode(jvp)
Real smoothInPlace(Real *x, int n) {
  for (int i = 0; i + 1 < n; ++i)
    x[i] = 0.5 * (x[i] + x[i + 1] * x[i + 1]); // the neighbour is still the old one
  return x[0] * x[n - 1];
}

#pragma grad
#pragma grad mode(jvp)
void suffixSums(Real *x, int n) {
  for (int i = n - 2; i >= 0; --i)
    x[i] += x[i + 1] * x[i];
}

#pragma grad
#pragma grad mode(jvp)
void gaussSeidel(Real *u, const Real *f, int n, int sweeps) {
  for (int s = 0; s < sweeps; ++s)
    for (int i = 1; i < n - 1; ++i)
      u[i] = 0.5 * (u[i - 1] + u[i + 1] + f[i] * u[i]);
}

#pragma grad
#pragma grad mode(jvp)
void reverseInPlace(Real *x, int n) {
  for (int i = 0, j = n - 1; i < j; ++i, --j)
    std::swap(x[i], x[j]);
  x[0] *= x[0];
}

#pragma grad
#pragma grad mode(jvp)
void rotateByTemporary(Real *x, int n) {
  Real first = x[0];
  for (int i = 0; i < n - 1; ++i)
    x[i] = x[i + 1];
  x[n - 1] = first * first;
}

#pragma grad
#pragma grad mode(jvp)
Real gather(const Real *x, const int *index, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += x[index[i]] * x[index[i]] * (i + 1);
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
void scatter(const Real *x, const int *index, int n, Real *out) {
  for (int i = 0; i < n; ++i)
    out[index[i]] += x[i] * out[index[i]];
}

#pragma grad
#pragma grad mode(jvp)
Real histogramEnergy(const Real *x, const unsigned char *bin, int n) {
  Real heights[4] = {0};
  for (int i = 0; i < n; ++i)
    heights[bin[i]] += x[i];
  Real energy = 0;
  for (int b = 0; b < 4; ++b)
    energy += heights[b] * heights[b];
  return energy;
}

#pragma grad
#pragma grad mode(jvp)
Real matrixParameter(const Real (*a)[3], const Real x[3]) {
  Real sum = 0;
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j)
      sum += x[i] * a[i][j] * x[j];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
void transposeInPlace(Real (*a)[4]) {
  for (int i = 0; i < 4; ++i)
    for (int j = i + 1; j < 4; ++j) {
      Real t = a[i][j];
      a[i][j] = a[j][i] * 2;
      a[j][i] = t * t;
    }
}

#pragma grad
#pragma grad mode(jvp)
Real local2d(Real x, Real y) {
  Real grid[3][4];
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 4; ++j)
      grid[i][j] = std::sin(x * i) + std::cos(y * j);
  for (int i = 1; i < 3; ++i)
    for (int j = 1; j < 4; ++j)
      grid[i][j] *= grid[i - 1][j - 1];
  return grid[2][3] + grid[2][2] * grid[1][3];
}

#pragma grad
#pragma grad mode(jvp)
Real pointerPickedByTernary(Real *a, Real *b, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    Real *p = a[i] > b[i] ? a : b;
    p[i] *= 2;
    sum += p[i] * a[i] + b[i];
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real referencePickedByTernary(Real x, Real y) {
  Real &larger = x > y ? x : y;
  larger = larger * larger;
  (x < y ? x : y) += 1;
  return x * y;
}

#pragma grad
#pragma grad mode(jvp)
Real twoNames(Real x, Real y) {
  Real store[2] = {x, y};
  Real *p = store, &q = store[0];
  *p = *p * y;
  q += p[0] * p[1];
  p[1] = q;
  return store[0] * store[1];
}

#pragma grad
#pragma grad mode(jvp)
Real pointerReassigned(const Real *a, const Real *b, int n) {
  const Real *p = a;
  Real sum = 1;
  for (int i = 0; i < n; ++i) {
    sum += p[i] * sum;
    p = p == a ? b : a;
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real secondUsesFirst(Real x, Real y) {
  Real a = x * y, b = a * a + y, c = b - a, *p = &c, d = *p * b;
  c = d + a;
  return *p * d;
}

#pragma grad
#pragma grad mode(jvp)
Real overwrittenInput(Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    sum += x[i] * x[i];
    x[i] = sum;
    sum -= 0.5 * x[i];
  }
  for (int i = 0; i < n; ++i)
    x[i] = i;
  return sum;
}

static const Real Nodes[5] = {0.5, 1.25, -0.75, 2, 0.125};
static const int Order[5] = {4, 2, 0, 3, 1};

#pragma grad
#pragma grad mode(jvp)
Real globalTable(const Real *x, int n) {
  static const Real scale[] = {1, 0.5, 0.25};
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += Nodes[Order[i % 5]] * x[i] * scale[i % 3] * x[i];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real arrayOfPointers(Real *a, Real *b, Real *c, int n) {
  Real *parts[3] = {a, b, c};
  for (int i = 0; i < n; ++i)
    for (int k = 1; k < 3; ++k)
      parts[k][i] += parts[k - 1][i] * parts[k][i];
  return parts[2][n - 1] * parts[1][0];
}

#pragma grad
#pragma grad mode(jvp)
Real pointerToPointer(Real x, Real y) {
  Real *p = &x, **pp = &p;
  **pp *= y;
  *pp = &y;
  **pp += x;
  return x * y * **pp;
}

#pragma grad
#pragma grad mode(jvp)
Real rowPointers(const Real *const *m, const Real *v, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    const Real *row = m[i];
    Real t = 0;
    for (int j = 0; j < n; ++j)
      t += row[j] * v[j];
    sum += t * t * v[i];
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
void scaleRows(Real **m, Real *pivot, int n) {
  for (int i = 0; i < n; ++i) {
    pivot[i] = m[i][i] * pivot[i];
    for (int j = 0; j < n; ++j)
      m[i][j] /= pivot[i];
  }
}

#pragma grad
#pragma grad mode(jvp)
void twoOutputs(Real x, Real y, Real *sum, Real *product) {
  *sum = x + y * y;
  *product = x * *sum;
}

#pragma grad
#pragma grad mode(jvp)
Real copyThenChange(const Real *x, Real *y, int n) {
  for (int i = 0; i < n; ++i)
    y[i] = x[i];
  for (int i = 1; i < n; ++i)
    y[i] += y[i - 1] * x[i];
  return y[n - 1];
}

#pragma grad
#pragma grad mode(jvp)
Real distanceOfPointers(const Real *x, int n) {
  const Real *largest = x;
  for (const Real *p = x + 1; p < x + n; ++p)
    if (*p > *largest)
      largest = p;
  return *largest * static_cast<Real>(largest - x + 1) * x[0];
}

#pragma grad
#pragma grad mode(jvp)
Real pointersInArrayChange(const Real *x, int n) {
  Real a[8], *stack[16];
  for (int i = 0; i < n; ++i)
    a[i] = x[i];
  Real sum = 0;
  int top = 0;
  stack[top++] = &a[0];
  for (int i = 1; i < n; ++i) {
    Real *p = stack[--top];
    sum = sum * 0.5 + *p * *p;
    stack[top++] = &a[i];
    if (i % 2)
      stack[top++] = &a[i / 2];
  }
  return sum;
}

#include "../exec/Generated.h"

CORPUS(walkingPointer, point(filled(5, 0.2, 1), 5), point(zeros(0), 0))
CORPUS(pointerToEnd, point(filled(4, -1, 1), 4))
CORPUS(backwards, point(filled(5, -1, 2), 5))
CORPUS(prefixProducts, point(filled(6, 0.5, 1.5), 6), point(array({0.5, 0, 2, 3}), 4), point(array({2}), 1))
CORPUS(smoothInPlace, point(filled(6, 0.5, 1.5), 6), point(array({2}), 1))
CORPUS(suffixSums, point(filled(6, -0.5, 1.5), 6))
CORPUS(gaussSeidel, point(filled(6, -0.5, 1.5), filled(6, 0.1, 0.3), 6, 3))
CORPUS(reverseInPlace, point(filled(5, -0.5, 1.5), 5), point(filled(4, -0.5, 1.5), 4))
CORPUS(rotateByTemporary, point(filled(5, -0.5, 1.5), 5), point(array({3}), 1))
CORPUS(gather, point(filled(4, -1, 2), array({2, 0, 3, 2, 2}), 5))
CORPUS(scatter, point(filled(5, -1, 2), array({2, 0, 3, 2, 2}), 5, filled(4, 0.5, 1)))
CORPUS(histogramEnergy, point(filled(6, -1, 2), array({0, 3, 3, 1, 0, 3}), 6))
CORPUS(matrixParameter, point(filled(9, -1, 2), filled(3, -1, 2)))
CORPUS(transposeInPlace, point(filled(16, -1, 2)))
CORPUS(local2d, point(0.7, 0.4))
CORPUS(pointerPickedByTernary, point(array({1, 2, 3}), array({2, 1, 0.5}), 3))
CORPUS(referencePickedByTernary, point(3, 2), point(2, 3))
CORPUS(twoNames, point(0.7, 1.3))
CORPUS(pointerReassigned, point(filled(5, 0.1, 1), filled(5, -1, 0.5), 5))
CORPUS(secondUsesFirst, point(0.7, 1.3))
CORPUS(overwrittenInput, point(filled(5, 0.1, 1), 5))
CORPUS(globalTable, point(filled(7, 0.1, 1), 7))
CORPUS(arrayOfPointers, point(filled(3, 0.1, 1), filled(3, 1, 2), filled(3, -1, 1), 3))
CORPUS(pointerToPointer, point(0.7, 1.3))
CORPUS(rowPointers, point(rows(3, filled(9, -1, 1)), filled(3, 0.5, 1), 3))
CORPUS(scaleRows, point(rows(3, filled(9, 1, 2)), filled(3, 0.5, 1), 3))
CORPUS(twoOutputs, point(0.7, 1.3, 0, 5))
CORPUS(copyThenChange, point(filled(4, -1, 2), filled(4, 0, 1), 4))
CORPUS(distanceOfPointers, point(array({0.5, 2, 1}), 3), point(array({4, 2, 1}), 3))
CORPUS(pointersInArrayChange, point(filled(6, -1, 1), 6))
