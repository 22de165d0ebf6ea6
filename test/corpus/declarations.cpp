// RUN: %corpus-test %s %t
// Declarations in conditions, bindings, enumerations, and the small classes and algorithms of the library.
#include "CorpusCheck.h"

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>
#include <tuple>
#include <utility>

struct Acc {
  Real sum = 0, weight;
  Acc(Real w) : weight(w) {}
  Real add(Real x) {
    sum += weight * x;
    return sum * sum;
  }
};
#pragma grad
#pragma grad mode(jvp)
Real changingMemberFunction(Real x, Real w) {
  Acc a(w);
  a.add(x);
  return a.add(2 * x);
}

using Mat = std::array<std::array<Real, 3>, 2>;
#pragma grad
#pragma grad mode(jvp)
Real arrayOfStandardArrays(Real x, Real y) {
  Mat m{{{x, y, 1}, {x * y, 2, y}}};
  std::array<std::array<Real, 2>, 3> t{};
  for (std::size_t i = 0; i < m.size(); ++i)
    for (std::size_t j = 0; j < m[i].size(); ++j)
      t[j][i] = m[i][j] * (i + 1);
  Real s = 0;
  for (const auto &row : t)
    for (Real v : row)
      s += v * v;
  Mat c = m;
  c[1].fill(x);
  std::swap(c[0], c[1]);
  return s + c[0][2] * c.at(1).back() + m.front()[1] * std::get<1>(m)[0];
}
static std::array<Real, 2> pair2(Real x) { return {x * x, std::sin(x)}; }
#pragma grad
#pragma grad mode(jvp)
Real bindingsOfArrays(Real x) {
  Real a[3] = {x, x * x, 2};
  auto [p, q, r] = a;
  p += 1;
  auto &[u, v, w] = a;
  v *= 3;
  auto [s, t] = pair2(x);
  std::array<Real, 2> z = {x, 3};
  auto &[z0, z1] = z;
  z0 *= 2;
  const auto &[c0, c1] = z;
  return p * q * r + u * v + w + s * t + z[0] * z1 + c0 * c1;
}
#pragma grad
#pragma grad mode(jvp)
Real conditionsThatDeclare(Real x) {
  Real r = 0;
  if (Real d = x * x - 0.2; d > 0)
    r += d;
  else
    r -= d * x;
  if (Real d = std::sin(x))
    r += d * 2;
  if (const Real e = x; e < 0)
    r += e * e;
  else if (Real f = e + 1; f > 1)
    r *= f;
  int k = 3;
  Real y = x;
  while (int left = k--) {
    y = y * 0.9 + left * x;
  }
  while (Real d = y > 1 ? y - 1 : 0.0) {
    y *= 0.5;
    r += d;
  }
  for (int i = 0; Real d = i < 3 ? x + i : 0.0; ++i)
    r += d * d;
  switch (int z = k + 2; z) {
  case 1:
    r *= x;
    break;
  default:
    r += 1;
  }
  return r + y;
}
#pragma grad
#pragma grad mode(jvp)
Real extremaOfLists(Real x, Real y, Real z) {
  Real m = std::max({x, y, z}), n = std::min({x * y, z, Real(1)}), c = std::clamp(x * 3, y, Real(5));
  auto [lo, hi] = std::minmax(x, y);
  return m * n + c * std::min(x, z) + lo * 2 + hi * hi;
}
#pragma grad
#pragma grad mode(jvp)
Real accumulatedByOperators(const Real *x, const Real *y, int n) {
  Real s = std::accumulate(x, x + n, Real(0)), d = std::inner_product(x, x + n, y, Real(1));
  Real p = std::accumulate(y, y + n, Real(1), [](Real a, Real b) { return a * b; });
  Real q = std::accumulate(x, x + n, Real(1), std::multiplies<Real>());
  Real i2 = std::inner_product(x, x + n, y, Real(0), std::plus<>(), [](Real a, Real b) { return a * a * b; });
  return s * d + p * q + i2;
}
#pragma grad
#pragma grad mode(jvp)
Real scansAndExtrema(const Real *x, int n) {
  Real a[16], b[16];
  std::partial_sum(x, x + n, a);
  std::adjacent_difference(a, a + n, b);
  std::iota(a + n, a + n + 2, Real(3));
  std::transform(a, a + n, b, b, [](Real u, Real v) { return u * v; });
  Real s = 0;
  std::for_each(b, b + n, [&](Real v) { s += v; });
  return s + a[n] * *std::max_element(x, x + n) + *std::min_element(x, x + n);
}
#pragma grad
#pragma grad mode(jvp)
Real pairsAndTuples(Real x, Real y) {
  std::pair<Real, Real> p{x, y}, q = std::make_pair(x * y, Real(2));
  p.first *= q.second;
  std::swap(p, q);
  p.second += q.first;
  std::tuple<Real, int, Real> t{x, 2, y};
  std::get<0>(t) *= std::get<1>(t);
  auto [a, k, b] = t;
  std::get<2>(t) = a;
  std::pair<Real, std::pair<Real, Real>> n{x, {y, x}};
  n.second.first *= n.first;
  auto c = n;
  Real e, f;
  std::tie(e, f) = p;
  p = {f, e};
  q = p;
  return p.first * p.second + a * b * k + std::get<2>(t) + c.second.first * q.first +
         std::get<Real>(std::pair<Real, int>(x, 3));
}
#pragma grad
#pragma grad mode(jvp)
Real arrayOfPairs(Real x, int n) {
  std::pair<Real, int> ps[3] = {{x, 1}, {x * x, 2}};
  ps[2] = {x + 1, 3};
  Real s = 0;
  for (auto &[v, k] : ps) {
    v *= k;
    s += v * v;
  }
  for (int i = 0; i < n; ++i) {
    auto &[v, k] = ps[i];
    s += v;
    k = 2;
  }
  return s;
}
enum class Op { Add, Mul, Sin };
enum Plain { P0, P1 = 4 };
static Real apply(Op op, Real a, Real b) {
  switch (op) {
  case Op::Add:
    return a + b;
  case Op::Mul:
    return a * b;
  case Op::Sin:
    break;
  }
  return std::sin(a);
}
struct Step {
  Op op;
  Real v;
  Plain p;
};
#pragma grad
#pragma grad mode(jvp)
Real enumerationsInArraysAndStructs(Real x, int k) {
  Op ops[3] = {Op::Mul, Op::Sin};
  ops[2] = static_cast<Op>(k % 2);
  Real r = x;
  for (Op op : ops)
    r = apply(op, r, x);
  Step s{Op::Add, x, P1};
  if (k > 1)
    s.op = Op::Mul;
  s.p = k > 2 ? P0 : P1;
  Step t = s;
  t.v *= 2;
  Step all[2] = {s, t};
  for (auto &e : all) {
    if (e.op == Op::Mul)
      e.op = Op::Sin;
    r += apply(e.op, e.v, r) * int(e.p);
  }
  auto [o, v, p] = s;
  return r + (o == Op::Mul ? v : 2 * v) + (p == P1);
}

#include "../exec/Generated.h"

CORPUS(changingMemberFunction, point(0.7, 1.3))
CORPUS(arrayOfStandardArrays, point(0.7, 1.3))
CORPUS(bindingsOfArrays, point(0.7))
CORPUS(conditionsThatDeclare, point(0.7), point(-0.3))
CORPUS(extremaOfLists, point(0.7, 1.3, 0.2), point(1.9, -1.3, 0.2))
CORPUS(accumulatedByOperators, point(filled(4, 0.3, 1), filled(4, 0.2, 2), 4), point(zeros(0), zeros(0), 0))
CORPUS(scansAndExtrema, point(filled(4, 0.3, 1), 4))
CORPUS(pairsAndTuples, point(0.7, 1.3))
CORPUS(arrayOfPairs, point(0.7, 2))
CORPUS(enumerationsInArraysAndStructs, point(0.7, 0), point(0.7, 1), point(0.7, 2), point(0.7, 3))
