// RUN: %exec-test %s %t
// Loops: counted, not counted, nested, over arrays, with several variables.
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

#pragma grad wrt(x)
Real whileAndDo(Real x, int n) {
  int k = 0;
  while (x < 100 && k < n) {
    x *= x;
    k++;
  }
  do {
    x *= 0.5;
  } while (x > 5);
  return x;
}

#pragma grad wrt(x)
Real twoDimensions(Real x, int n) {
  Real a[2][3];
  for (int i = 0; i < 2; i++)
    for (int j = 0; j < 3; j++)
      a[i][j] = x * i + j * x * x;
  Real s = 0;
  for (auto &row : a)
    for (Real v : row)
      s += v * v;
  return s;
}

#pragma grad wrt(x)
Real emptyParts(Real x, int n) {
  int m = n;
  Real s = 0;
  while (m--)
    s = s * x + m;
  for (;;) {
    s *= 0.5;
    if (s < 1)
      break;
  }
  for (int i = 0, j = 10; i < j; ++i, --j)
    s += x * j;
  return s;
}

#pragma grad wrt(x)
Real steps(Real x, int n) {
  Real s = 0;
  for (int i = 10; i > 0; i -= 3)
    s += x * i;
  for (int i = 0; i != 3; ++i) {
    int j = i;
    for (j = 0; j < i; ++j) {
      s += j;
    }
    s *= x;
  }
  for (long i = 5; i >= 1; --i)
    s += x / i;
  return s;
}

#pragma grad wrt(x)
Real freshVariables(Real x, int n) {
  Real s = 0;
  for (int i = 0; i < n; ++i) {
    Real t;
    if (i % 2)
      t = x * i;
    else
      t = i;
    s += t;
    for (int j = i; j < n; j++) {
      if (j == 3)
        break;
      s += x * j;
    }
  }
  return s;
}

#include "Generated.h"

GRADIENT(whileAndDo, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
GRADIENT(twoDimensions, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
GRADIENT(emptyParts, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
GRADIENT(steps, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
GRADIENT(freshVariables, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
