// RUN: %corpus-test %s %t
// What the standard library and C++ add to plain C: min, max, clamp, swap, auto, lambdas, globals.
#include "CorpusCheck.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cctype>
#include <cstddef>
#include <cstring>
#include <utility>

#pragma grad
#pragma grad mode(jvp)
Real limiters(const Real *x, int n) {
  Real sum = 0;
  for (int i = 1; i < n - 1; ++i) {
    Real left = x[i] - x[i - 1], right = x[i + 1] - x[i];
    Real slope = left * right > 0 ? std::copysign(std::min(std::abs(left), std::abs(right)), left) : 0;
    sum +=
        slope * slope + std::max(left, std::min(right, Real(0.1))) * std::clamp(x[i], Real(-0.5), Real(0.5));
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real powers(Real x, Real y, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += std::pow(x, i) / (i + 1) + std::pow(y, Real(0.5) * i) - std::pow(2.0, x * i);
  return sum + std::pow(x, y) + std::pow(-x, 3);
}

#pragma grad
#pragma grad mode(jvp)
Real wrappedAngles(const Real *angle, int n) {
  const Real turn = 6.283185307179586;
  Real sum = 0;
  for (int i = 1; i < n; ++i) {
    Real d = std::fmod(angle[i] - angle[i - 1], turn);
    if (d < 0)
      d += turn;
    sum += d * d - std::floor(angle[i]) * angle[i];
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real fusedOperations(const Real *c, int n, Real x) {
  Real p = 0;
  for (int i = 0; i < n; ++i)
    p = std::fma(p, x, c[i]);
  return std::cbrt(p * p + 1) + std::hypot(p, x) + std::log1p(p * p) + std::expm1(-x) + std::atan2(p, x);
}

#pragma grad
#pragma grad mode(jvp)
Real standardArray(Real x, Real y) {
  std::array<Real, 4> a = {x, y, x * y, 1}, b{};
  for (std::size_t i = 0; i < a.size(); ++i)
    b[i] = a[i] * a[a.size() - 1 - i];
  std::swap(a[0], b[3]);
  Real sum = 0;
  for (const Real &v : a)
    for (Real w : b)
      sum += v * w;
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real withAuto(const Real *x, int n) {
  auto sum = x[0] * x[0];
  const auto *end = x + n;
  for (auto p = x; p < end; ++p) {
    const auto &value = *p;
    auto squared = value * value;
    sum += squared * sum;
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real withLambda(const Real *x, int n, Real width) {
  auto kernel = [width](Real d) { return std::exp(-d * d / width); };
  Real sum = 0;
  auto add = [&](Real v) { sum += v * v; };
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < i; ++j)
      add(kernel(x[i] - x[j]));
  return sum;
}

Real gravity = 9.81;
const Real Drag[2] = {0.1, 0.02};

#pragma grad
#pragma grad mode(jvp)
Real globalVariables(Real height, Real speed, int steps) {
  for (int i = 0; i < steps; ++i) {
    speed -= 0.01 * (gravity + Drag[0] * speed + Drag[1] * speed * speed);
    height += 0.01 * speed;
  }
  return height * speed;
}

#pragma grad
#pragma grad mode(jvp)
Real multipleDimensions(const Real *x) {
  static const Real weight[2][2][3] = {{{1, 2, 3}, {4, 5, 6}}, {{7, 8, 9}, {10, 11, 12}}};
  Real cube[2][2][3], total = 0;
  for (auto &plane : cube)
    for (auto &row : plane)
      for (Real &cell : row)
        cell = *x * *x, ++x;
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 2; ++j)
      for (int k = 0; k < 3; ++k)
        total += weight[i][j][k] * cube[i][j][k] * cube[1 - i][j][2 - k];
  return total;
}

#pragma grad
#pragma grad mode(jvp)
Real checked(const Real *x, int n) {
  assert(n > 0);
  Real largest = *std::max_element(x, x + n), sum = 0;
  for (int i = 0; i < n; ++i) {
    assert(x[i] <= largest);
    sum += (largest - x[i]) * x[i];
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real pairs(Real x, Real y) {
  std::pair<Real, Real> p(x, y), q = std::make_pair(y * y, x);
  if (p.first < q.first)
    std::swap(p, q);
  p.second *= q.first;
  return p.first * p.second + q.second;
}

struct Statistics {
  Real mean, variance;
};
static Statistics statistics(const Real *x, int n) {
  Statistics s = {0, 0};
  for (int i = 0; i < n; ++i)
    s.mean += x[i] / n;
  for (int i = 0; i < n; ++i)
    s.variance += (x[i] - s.mean) * (x[i] - s.mean) / n;
  return s;
}

#pragma grad
#pragma grad mode(jvp)
Real structuredBinding(const Real *x, int n) {
  auto [mean, variance] = statistics(x, n);
  auto &&[again, other] = statistics(x, n / 2);
  return mean / std::sqrt(variance) + again * other;
}

template <int order> struct Derivative {
  static Real of(Real x, Real h) {
    return (Derivative<order - 1>::of(x + h, h) - Derivative<order - 1>::of(x - h, h)) / (2 * h);
  }
};
template <> struct Derivative<0> {
  static Real of(Real x, Real) { return std::exp(std::sin(x)); }
};

#pragma grad
#pragma grad mode(jvp)
Real recursiveTemplate(Real x, Real h) { return Derivative<3>::of(x, h); }

#pragma grad wrt(x)
#pragma grad wrt(x) mode(jvp)
Real aboutCharacters(Real x, int n) {
  const char *text = n > 3 ? "a1bC2 x" : "abc";
  char copy[8];
  for (int i = 0; i < 8; ++i)
    copy[i] = i < n ? 'a' : '\0';
  Real value = x + std::strlen(text) + std::strlen(copy);
  if (std::strcmp(text, "abc") == 0)
    value *= x;
  for (const char *c = text; *c; ++c)
    if (std::isdigit(static_cast<unsigned char>(*c)))
      value *= x + (*c - '0');
    else if (std::tolower(*c) == 'c')
      value += std::sin(value);
  return value;
}

#pragma grad
#pragma grad mode(jvp)
Real likelyPositive(Real x) { return __builtin_expect(x > 0, 1) ? x * x * x : std::exp(x); }

#include "../exec/Generated.h"

CORPUS(limiters, point(array({0.1, 0.4, 0.2, -0.7, -0.6, 0.3}), 6))
CORPUS(powers, point(0.7, 1.3, 4), point(1.2, 0.4, 0))
CORPUS(wrappedAngles, point(array({0.1, 7.5, -3.2, 1.7}), 4))
CORPUS(fusedOperations, point(filled(4, -1, 1), 4, 0.7))
CORPUS(standardArray, point(0.7, 1.3))
CORPUS(withAuto, point(filled(4, -1, 1), 4))
CORPUS(withLambda, point(filled(4, -1, 1), 4, 0.7))
CORPUS(globalVariables, point(10, 2, 6))
CORPUS(multipleDimensions, point(filled(12, -1, 1)))
CORPUS(checked, point(filled(5, -1, 1), 5))
CORPUS(pairs, point(0.7, 1.3), point(2, 1.1))
CORPUS(structuredBinding, point(filled(6, -1, 1), 6))
CORPUS(recursiveTemplate, point(0.7, 0.3))
CORPUS_WRT(aboutCharacters, (0), point(0.7, 5), point(0.7, 1))
CORPUS(likelyPositive, point(0.7), point(-0.4))
