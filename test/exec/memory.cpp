// RUN: %exec-test %s %t
// Pointers, arrays, records with arrays, new and malloc, memcpy and its kin.
#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdlib>
#include <cstdio>
#include <cstring>
#include <tuple>

#include "Check.h"

#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wimplicit-fallthrough"

struct V {
  Real c[3];
  int n;
};

struct P {
  Real *p;
  int n;
};

static const Real table[4] = {1, 2, 3, 4};

Real sumv(const V &v) {
  Real s = 0;
  for (int i = 0; i < v.n; ++i)
    s += v.c[i];
  return s;
}
V mk(Real a) {
  V v = {{a, a * a, 1}, 3};
  return v;
}

#pragma grad wrt(x)
Real pointerIntoArray(Real x, int n) {
  Real a[3] = {x, x * x};
  Real *p = a;
  *p++ = 2 * x;
  p[1] = a[0] * *p;
  for (Real v : a)
    x += v;
  int i;
  for (i = 0; i < 3; i++)
    a[i] += i;
  return a[2] + x * i;
}

#pragma grad wrt(x)
Real recordsWithArrays(Real x, int n) {
  V v = mk(x);
  V w = v;
  w.c[1] *= x;
  return sumv(w) + sumv(v) * v.c[0];
}

#pragma grad wrt(x)
Real newAndDelete(Real x, int n) {
  Real *a = new Real[n];
  for (int i = 0; i < n; i++)
    a[i] = x * (i + 1);
  Real s = 0;
  for (int i = n - 1; i >= 0; --i)
    s = s * x + a[i];
  delete[] a;
  return s;
}

#pragma grad wrt(x)
Real mallocAndMemcpy(Real x, int n) {
  Real *a = (Real *)malloc(n * sizeof(Real)), *c = (Real *)calloc(n, sizeof(Real));
  for (int i = 0; i < n; i++)
    a[i] = x + i;
  memcpy(c, a, n * sizeof(Real));
  Real s = 0;
  for (Real *p = c; p != c + n; ++p)
    s += *p * *p;
  free(a);
  free(c);
  return s;
}

#pragma grad wrt(x)
Real tables(Real x, int n) {
  Real s = 0;
  for (int i = 0; i < 4; ++i)
    s += table[i] * std::pow(x, i);
  static const Real w[3] = {1, 0.5, 0.25};
  for (int i = 0; i < 3; ++i)
    s += w[i] * x;
  return s;
}

#pragma grad wrt(x)
Real standardArray(Real x, int n) {
  std::array<Real, 3> a{x, 2 * x, 3};
  std::array<Real, 3> b = a;
  b[1] *= a[0];
  a.fill(x);
  Real s = 0;
  for (Real v : b)
    s += v * a[2];
  for (size_t i = 0; i < b.size(); ++i)
    s += b[i];
  return s;
}

#pragma grad wrt(x)
Real pointersInRecords(Real x, int n) {
  Real a[4] = {x, 2, 3, 4};
  P p{a, 4};
  for (int i = 0; i < p.n; ++i)
    p.p[i] *= x;
  Real s = 0, *q = a + 3;
  while (q >= p.p)
    s = s * 2 + *q--;
  return s + (q - a);
}

#pragma grad wrt(x)
Real pointersToPointers(Real x, int n) {
  Real a = x;
  Real *p = &a;
  Real **pp = &p;
  **pp = x * x;
  Real b = 1;
  if (n > 3)
    *pp = &b;
  *p += x;
  return a + b * 2;
}

#pragma grad wrt(x)
Real memmoveOverlaps(Real x, int n) {
  Real a[5] = {x, 1, 2, 3, x};
  memmove(a + 1, a, 3 * sizeof(Real));
  Real b[5];
  memset(b, 0, sizeof b);
  memcpy(b, a, sizeof(a));
  Real s = 0;
  for (int i = 0; i < 5; ++i)
    s += b[i] * (i + 1) * x;
  return s;
}

#pragma grad wrt(x)
Real integerArrays(Real x, int n) {
  int idx[3] = {2, 0, 1};
  Real a[3] = {x, x * x, 1};
  Real s = 0;
  for (int i = 0; i < 3; ++i)
    s += a[idx[i]] * i;
  for (int i = 0; i < idx[0]; ++i)
    s += x;
  return s;
}

#include "Generated.h"

GRADIENT(pointerIntoArray, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
GRADIENT(recordsWithArrays, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
GRADIENT(newAndDelete, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
GRADIENT(mallocAndMemcpy, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
GRADIENT(tables, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
GRADIENT(standardArray, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
GRADIENT(pointersInRecords, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
GRADIENT(pointersToPointers, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
GRADIENT(memmoveOverlaps, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
GRADIENT(integerArrays, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
