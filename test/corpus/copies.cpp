// RUN: %corpus-test %s %t
// What a copy copies: tuples of arrays and of references, results made in place, parts of classes, copies by
// functions of the user's, memory seen as numbers and as objects.
#include "CorpusCheck.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <tuple>
#include <utility>

struct Triple {
  Real v[3];
};

static std::pair<Real, std::array<Real, 2>> withArray(Real x) { return {x, {x * x, 2 * x}}; }

#pragma grad
#pragma grad mode(jvp)
Real arrayInPair(Real x) {
  auto [n, u] = withArray(x);
  const auto made = std::make_pair(u, Triple{{x, n, u[1]}});
  std::tuple<Triple, int> last(made.second, 2);
  return n * u[0] + u[1] * made.first[0] * std::get<0>(last).v[2] * std::get<1>(last);
}

#pragma grad
#pragma grad mode(jvp)
Real tieFromTie(Real x, Real y) {
  Real a = x, b = y, c = x + y;
  std::tie(a, b, c) = std::tie(b, c, a); // one after the other: a is y already when c gets it
  std::pair<Real, Real> p{x, y};
  std::tie(p.second, y) = p;
  std::tie(a, b) = std::make_tuple(b, a); // all at once: the tuple holds values
  std::tuple<Real, float> t, u(1, 0.5f);
  t = u;
  t = std::make_tuple(a * c, 2);
  Real last = 0;
  std::tie(last, std::ignore) = t;
  return a * a * b + c * p.second * y + last * std::get<1>(t);
}

static std::tuple<Real &, Real &> both(Real &a, Real &b) { return {b, a}; }

#pragma grad
#pragma grad mode(jvp)
Real tupleOfReferences(Real x, Real y) {
  Real p = x, q = y;
  auto named = std::tie(p, q);
  p = x * x;
  std::get<1>(named) *= std::get<0>(named);
  auto [second, first] = both(p, q);
  second += first;
  std::pair<Real &, Real> mixed(q, p);
  mixed.first *= 2;
  mixed.second *= 3; // a copy of p
  std::tuple<Real, Real> copied = std::tie(p, q);
  p = 0;
  return std::get<0>(copied) * std::get<1>(copied) + q * mixed.second + (std::tie(p, q) < named ? x : y);
}

static Triple multiples(Real x) {
  Triple r;
  for (int i = 0; i < 3; ++i)
    r.v[i] = x * (i + 1);
  return r;
}
static Triple powers(Real x) { return {{x, x * x, x * x * x}}; }
static Triple chosen(Real x, int n) { return n > 1 ? multiples(x) : powers(2 * x); }
static Triple squared(Triple t) {
  for (Real &e : t.v)
    e *= e;
  return t;
}
using Maker = Triple (*)(Real);

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real resultsInPlace(Real x, int n) {
  static const Maker makers[] = {multiples, powers};
  Triple a = chosen(x, n), b;
  b = n ? a : squared(chosen(a.v[1], n + 1));
  const Triple c = makers[n % 2](x);
  const Maker maker = n > 2 ? multiples : powers;
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    Triple d = maker(x + i);
    sum += d.v[1] * d.v[2];
  }
  return sum + a.v[0] * b.v[1] * c.v[2];
}

struct Base {
  Real a, b;
};
struct Derived : Base {
  Real c;
};

#pragma grad
#pragma grad mode(jvp)
Real partsOfClasses(Real x) {
  Base base{x, 2 * x}, other;
  Derived one{{1, 2}, 3 * x}, two{{x, 4}, 5};
  static_cast<Base &>(one) = base;
  two.Base::operator=(one);
  other = one;
  return one.a * one.b * one.c + two.a * two.b * two.c + other.a * other.b;
}

/// Counts how often it was copied.
struct Worn {
  Real v;
  explicit Worn(Real v = 1) : v(v) {}
  Worn(const Worn &o) : v(o.v * 2) {}
  Worn &operator=(const Worn &o) {
    v += o.v;
    return *this;
  }
};
struct Holder {
  Worn worn[2];
  Real k;
};
struct Special : Worn {
  Real k = 3;
};

#pragma grad
#pragma grad mode(jvp)
Real copiesByFunctions(Real x) {
  Special s;
  s.v = x;
  Special t = s; // twice x
  t = s;         // and once more
  Holder h{{Worn(x), Worn(2)}, x}, g;
  g = h;
  const auto later = [s] { return s.v; };
  return t.v * t.k + g.worn[0].v * g.worn[1].v * g.k + later() * x;
}

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real numbersAndObjects(const Real *x, int n) {
  Base objects[4];
  Triple triple;
  Real numbers[8];
  std::memcpy(objects, x, n * sizeof(Base));
  std::memcpy(&triple, x + 1, sizeof triple);
  const std::size_t bytes = sizeof(Base) * n;
  std::memcpy(numbers, objects, bytes);
  Real sum = triple.v[0] * triple.v[2];
  for (int i = 0; i < n; ++i)
    sum += objects[i].a * objects[i].b * numbers[2 * i + 1] * i;
  return sum;
}

struct Row : Base {
  Real v[2];
};
struct Wide : Row {
  Real c;
};
static Worn worn(Real x) {
  Worn r(x);
  if (x > 5)
    return r; // the result itself, in both
  r.v += 1;
  return r;
}

#pragma grad
#pragma grad mode(jvp)
Real exchangesOfParts(Real x, Real y) {
  Wide p, q;
  p.a = x * x, p.b = y, p.v[0] = 1, p.v[1] = x, p.c = y * y;
  q.a = y, q.b = x * y, q.v[0] = x + y, q.v[1] = 3, q.c = x;
  std::swap<Row>(p, q);
  const Row sliced = p;
  Real low = x * x;
  const Real &middle = std::clamp(x, low, y); // x itself
  x *= 2;
  return p.a * p.v[1] * p.c + q.a * q.b * q.v[1] * q.c + sliced.a * sliced.v[0] + middle * worn(x).v;
}

static bool next(const char *&s, char wanted) { return *s != 0 && *s++ == wanted; }

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real word(Real x, int n) {
  char buffer[8] = "xxy";
  char *end = buffer + n;
  *end = 0;
  const char *s = buffer;
  Real r = x;
  while (next(s, 'x'))
    r *= x + *buffer * 0.01;
  return r;
}

#include "../exec/Generated.h"

CORPUS(arrayInPair, point(0.7))
CORPUS(tieFromTie, point(0.7, 1.3))
CORPUS(tupleOfReferences, point(0.7, 1.3))
CORPUS_WRT(resultsInPlace, (0), point(0.7, 0), point(0.7, 1), point(0.7, 2), point(0.7, 5))
CORPUS(exchangesOfParts, point(0.7, 1.3))
CORPUS(partsOfClasses, point(0.7))
CORPUS(copiesByFunctions, point(0.7))
CORPUS_WRT(numbersAndObjects, (0), point(array({0.3, 1.7, -0.4, 0.2, 1.5, 0.6, 0.9, 1.1}), 0),
           point(array({0.3, 1.7, -0.4, 0.2, 1.5, 0.6, 0.9, 1.1}), 4))
CORPUS_WRT(word, (0), point(0.7, 0), point(0.7, 1), point(0.7, 3))
