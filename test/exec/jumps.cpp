// RUN: %exec-test %s %t
// return, break, continue, switch and goto.
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

enum Kind { A, B, C };

#pragma grad wrt(x)
Real jumpsOutOfLoop(Real x, int n) {
  for (int i = 0; i < n; ++i) {
    if (x > 10)
      return x * 2;
    if (i == 1)
      continue;
    x *= 1.5;
    if (x < 0)
      break;
  }
  return x;
}

#pragma grad wrt(x)
Real fallsThrough(Real x, int n) {
  Real s = 0;
  for (int k = 0; k < 5; ++k)
    switch (k) {
    case 0:
      s += x;
      break;
    case 1:
      s *= 3 * x;
    default:
      s += std::sin(x);
      break;
    case 2:
      if (x > 100)
        break;
      s *= x;
    case 3:
      s += 1;
      continue;
    }
  return s;
}

#pragma grad wrt(x)
Real gotoBackwards(Real x, int n) {
  int i = 0;
  Real s = 0;
again:
  if (i >= n)
    goto done;
  s += x * s + 1;
  if (s > 100)
    goto fail;
  ++i;
  goto again;
fail:
  s = -1;
done:
  return s;
}

#pragma grad wrt(x)
Real gotoNextOuter(Real x, int n) {
  Real s = 0;
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < n; ++j) {
      if (j * x > 3)
        goto next;
      s += x;
    }
    s *= 2;
  next:;
  }
  return s;
}

#pragma grad wrt(x)
Real overEnumeration(Real x, int n) {
  Kind k = n > 3 ? B : A;
  switch (k) {
  case A:
    return x;
  case B: {
    Real t = x * x;
    return t;
  }
  default:
    return 0;
  }
}

#pragma grad wrt(x)
Real placesChosen(Real x, int n) {
  Real y;
  if (n > 2)
    y = x * x;
  else
    y = x;
  Real u = x, v = y;
  std::swap(u, v);
  (n > 5 ? u : v) *= 2;
  const Real &m = std::max(u, v);
  u += 1;
  return m * u + v;
}

#include "Generated.h"

GRADIENT(jumpsOutOfLoop, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
GRADIENT(fallsThrough, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
GRADIENT(gotoBackwards, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
GRADIENT(gotoNextOuter, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
GRADIENT(overEnumeration, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
GRADIENT(placesChosen, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
