// RUN: %exec-test %s %t
// Calls through pointers and references, recursion, lambdas, members that change their object.
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

struct Pt {
  Real x, y;
  void scale(Real s) {
    x *= s;
    y *= s;
  }
  Real dot(const Pt &o) const { return x * o.x + y * o.y; }
};

Real sq(Real a) { return a * a; }
Real cube(Real a) { return a * a * a; }
Real apply(Real (*f)(Real), Real a) { return f(a) + f(2 * a); }

Real power(Real a, int n) {
  if (n == 0)
    return 1;
  return a * power(a, n - 1);
}
Real ev(Real a, int n);
Real od(Real a, int n) { return n <= 0 ? a : a * ev(a, n - 1); }
Real ev(Real a, int n) { return n <= 0 ? 1 : a + od(a, n - 1); }

void addTo(Real *s, Real v) { *s += v; }
void addRef(Real &s, Real v) { s += v; }

void qs(Real *a, int lo, int hi) {
  if (lo >= hi)
    return;
  Real p = a[hi];
  int i = lo;
  for (int j = lo; j < hi; ++j)
    if (a[j] < p) {
      Real t = a[i];
      a[i] = a[j];
      a[j] = t;
      ++i;
    }
  Real t = a[i];
  a[i] = a[hi];
  a[hi] = t;
  qs(a, lo, i - 1);
  qs(a, i + 1, hi);
}

#pragma grad wrt(x)
Real functionPointers(Real x, int n) {
  return apply(sq, x) + apply(cube, x) + apply([](Real t) { return t + 1; }, x);
}

#pragma grad wrt(x)
Real recursive(Real x, int n) { return power(x, n) + od(x, n); }

#pragma grad wrt(x)
Real outParameters(Real x, int n) {
  Real s = 0;
  addTo(&s, x * x);
  addRef(s, x);
  Real *q = n > 2 ? &s : nullptr;
  if (q)
    *q *= x;
  return s;
}

#pragma grad wrt(x)
Real changingMembers(Real x, int n) {
  Pt p{x, 2 * x};
  p.scale(x);
  Pt q = p;
  q.scale(2);
  Pt *r = n > 3 ? &p : &q;
  r->x += 1;
  return p.dot(q);
}

#pragma grad wrt(x)
Real sorted(Real x, int n) {
  Real a[6];
  for (int i = 0; i < 6; ++i)
    a[i] = std::sin(x * (i + 1));
  qs(a, 0, 5);
  Real s = 0;
  for (int i = 0; i < 6; ++i)
    s += i * a[i];
  return s;
}

#pragma grad wrt(x)
Real lambdas(Real x, int n) {
  auto f = [&](Real a) {
    x += a;
    return a * x;
  };
  Real s = f(2);
  auto g = [=](Real a) { return a * x; };
  x = 0.5 * x;
  return s + g(3) + f(x);
}

#pragma grad wrt(x)
Real effects(Real x, int n) {
  if (n < 0)
    abort();
  assert(n > 0);
  printf("%s", "");
  return x * n;
}

#pragma grad wrt(x)
Real bindings(Real x, int n) {
  auto [p, q] = std::make_tuple(x * 2, x * x);
  p += q;
  return p * q;
}

#include "Generated.h"

GRADIENT(functionPointers, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
GRADIENT(recursive, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
GRADIENT(outParameters, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
GRADIENT(changingMembers, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
GRADIENT(sorted, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
GRADIENT(lambdas, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
GRADIENT(effects, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
GRADIENT(bindings, at({{0.7, 2}, {1.3, 4}, {0.8, 6}}).wrt(0))
