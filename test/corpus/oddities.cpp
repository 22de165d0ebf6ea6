// RUN: %corpus-test %s %t
// Unusual but ordinary C++: what a statement may do to its operands, jumps in and out, storage of every kind.
#include "CorpusCheck.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <numeric>
#include <tuple>
#include <utility>

#pragma grad
#pragma grad mode(jvp)
Real chosenByCommaAndTernary(Real *x, Real y, bool first) {
  Real z = y * 2;
  Real *target = first ? x : (z *= y, &z);
  *target += x[1] * y;
  (first ? z : x[1]) -= *target;
  return z * x[0] + x[1];
}

#pragma grad
#pragma grad mode(jvp)
Real incrementsInSubscripts(const Real *x, int n) {
  Real buffer[10] = {0};
  int k = 0, i = 0;
  while (i < n) {
    buffer[k++] = x[i++];
    if (i < n)
      buffer[k] = x[i] * buffer[k - 1], ++k, i += 1;
  }
  Real sum = 0;
  while (k > 0)
    sum = buffer[--k] - sum * 0.5;
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real selfReferences(Real x, Real y) {
  x += x *= y;
  y = x = y * y + x;
  x -= (y += 1) * x;
  const Real ratio = (x = y * 0.5, x + 3);
  return x / ratio + (y *= y);
}

#pragma grad
#pragma grad mode(jvp)
Real tupleOfResults(const Real *x, int n) {
  auto statistics = [](const Real *p, int m) {
    Real sum = 0, squares = 0;
    for (int i = 0; i < m; ++i)
      sum += p[i], squares += p[i] * p[i];
    return std::make_tuple(sum / m, squares / m, m);
  };
  auto [mean, second, count] = statistics(x, n);
  Real half, other;
  int ignored;
  std::tie(half, other, ignored) = statistics(x, n / 2);
  return (second - mean * mean) * count + half * other * ignored;
}

#pragma grad
#pragma grad mode(jvp)
Real nestedBreaks(const Real *x, int n, Real tolerance) {
  Real best = 1e3, sum = 0;
  for (int i = 0; i < n; ++i) {
    int j = i;
    while (true) {
      if (++j >= n)
        break;
      Real d = x[i] - x[j];
      if (d < 0)
        continue;
      if (d < tolerance) {
        sum += d * d;
        break;
      }
      best = d < best ? d : best;
      for (int k = j;; ++k) {
        if (k == n || x[k] > x[i])
          break;
        if (x[k] < 0)
          return sum + best * x[k];
        sum += x[k] * d;
      }
    }
    if (sum > 50)
      break;
  }
  return best + sum;
}

#pragma grad
#pragma grad mode(jvp)
Real negativeSteps(const Real *x, long n, short step) {
  Real sum = 0;
  for (long i = n - 1; i >= 0; i -= step)
    sum = sum * x[i] + x[n - 1 - i];
  for (unsigned char c = 250; c >= 240; c -= 3)
    sum += x[c % n] * 0.01;
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real ringBuffer(const Real *x, std::size_t n) {
  Real ring[4] = {0, 0, 0, 0}, sum = 0;
  std::size_t head = 0;
  for (std::size_t i = 0; i < n; ++i) {
    Real old = ring[head];
    ring[head] = x[i] * x[i];
    head = (head + 1) & 3;
    sum += (ring[(head + 3) & 3] - old) * ring[(head + 1) % 4];
  }
  return sum;
}

static Real *largest(Real *x, int n) {
  Real *best = x;
  for (Real *p = x + 1; p < x + n; ++p)
    if (*p > *best)
      best = p;
  return best;
}

#pragma grad
#pragma grad mode(jvp)
Real shrinkLargest(Real *x, int n, int times) {
  while (times-- > 0) {
    Real *p = largest(x, n);
    *p *= 0.5;
    if (p != x)
      p[-1] += *p * *p;
  }
  return *largest(x, n) - x[n - 1];
}

#pragma grad
#pragma grad mode(jvp)
Real threeDimensions(const Real *x) {
  Real t[2][3][4], sum = 0;
  int k = 0;
  for (auto &plane : t)
    for (auto &row : plane)
      for (Real &v : row)
        v = x[k % 5] * (k + 1), ++k;
  for (int a = 0; a < 2; ++a)
    for (int b = 1; b < 3; ++b) {
      Real(*row)[4] = &t[a][b];
      const Real *above = t[a][b - 1];
      for (int c = 0; c < 4; ++c)
        sum += (*row)[c] * above[3 - c];
    }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real wordsAndBits(const Real *x, std::uint64_t mask) {
  Real sum = 1;
  while (mask) {
    std::uint64_t low = mask & (~mask + 1);
    int index = 0;
    for (std::uint64_t m = low; m >>= 1;)
      ++index;
    sum *= x[index] + (low > 4 ? 1 : 0);
    mask &= mask - 1;
  }
  return sum;
}

namespace {
constexpr int degree = 3;
constexpr std::array<double, degree + 1> weights = {1.0, 0.5, 0.25, 0.125};
const int order[] = {2, 0, 3, 1};
Real weigh(const Real *x, int k = 0) {
  return k > degree ? Real(0) : weights[k] * x[order[k]] + x[k] * weigh(x, k + 1);
}
} // namespace

#pragma grad
#pragma grad mode(jvp)
Real constantTables(Real a, Real b) {
  const Real x[] = {a, b, a * b, a - b};
  return weigh(x) * weigh(x, 2);
}

static void minMax(const Real *x, int n, Real &low, Real *high, int &where) {
  low = *high = x[where = 0];
  for (int i = 1; i < n; ++i) {
    if (x[i] < low)
      low = x[i], where = i;
    if (x[i] > *high)
      *high = x[i];
  }
}

#pragma grad
#pragma grad mode(jvp)
void normaliseRange(Real *x, int n) {
  Real low, high;
  int where;
  minMax(x, n, low, &high, where);
  if (high == low)
    return;
  for (int i = 0; i < n; ++i)
    x[i] = (x[i] - low) / (high - low) + where * 0.1 * x[i];
}

#pragma grad
#pragma grad mode(jvp)
Real jumpBackwards(Real x, Real y) {
  int tries = 0;
  Real sum = 0;
again:
  x = x * y - 0.3;
  sum += x;
  if (x < 0) {
    y *= -1;
    x = -x;
    if (++tries < 5)
      goto again;
    goto fail;
  }
  if (++tries < 4)
    goto again;
  return sum * x;
fail:
  return sum - y;
}

#pragma grad
#pragma grad mode(jvp)
Real withStandardLoops(const Real *x, int n) {
  std::array<Real, 3> a{};
  for (std::size_t i = 0; i != a.size(); ++i)
    a[i] = x[i % n];
  for (auto it = a.begin(); it != a.end(); ++it)
    *it *= *it + 1;
  std::swap(a[0], a.back());
  std::array<Real, 3> b = a;
  b.fill(x[0]);
  return a[0] * b[1] - a.at(2);
}

struct Row {
  Real v[3];
};

#pragma grad
#pragma grad mode(jvp)
Real wholeArrayMoves(const Real *x) {
  Row rows[3] = {{{x[0], x[1], x[2]}}, {{x[2], x[0] * x[1], 1}}, {{0, 1, x[1]}}};
  Row keep = rows[0];
  rows[0] = rows[1];
  rows[1] = rows[2], rows[2] = keep;
  std::swap(rows[0], rows[2]);
  keep.v[1] += rows[1].v[2];
  Real sum = 0;
  for (const Row &r : rows)
    sum += r.v[0] * r.v[1] + r.v[2] * keep.v[1];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real infinityAsStart(const Real *x, int n) {
  Real smallest = std::numeric_limits<double>::infinity(), second = smallest;
  for (int i = 0; i < n; ++i)
    if (x[i] < smallest)
      second = smallest, smallest = x[i];
    else if (x[i] < second)
      second = x[i];
  return std::isinf(second) ? smallest : smallest * second;
}

#pragma grad
#pragma grad mode(jvp)
Real generalMath(Real x, Real y) {
  Real a = std::fmod(7 * x, y), b = std::remainder(5 * x, y), c = std::copysign(x * x, y - 1);
  Real d =
      std::fdim(x, y) + std::ldexp(x, 3) + std::fma(x, y, a) + std::exp2(y) + std::log2(x) + std::log10(y);
  return a * b + c * d + std::acosh(1 + x * x) + std::asinh(y) + std::atanh(x / 4) + std::round(x) * y +
         std::trunc(3 * y) * x;
}

#include "../exec/Generated.h"

CORPUS(chosenByCommaAndTernary, point(array({1.5, 2}), 0.7, 1), point(array({1.5, 2}), 0.7, 0))
CORPUS(incrementsInSubscripts, point(filled(7, -1, 1), 7), point(filled(4, -1, 1), 4))
CORPUS(selfReferences, point(0.7, 1.2))
CORPUS(tupleOfResults, point(filled(6, -1, 1), 6))
CORPUS(nestedBreaks, point(array({3, 1, 2.9, 0.5, 4, 1.5}), 6, 0.2),
       point(array({3, 1, -2.9, 0.5, 4, 1.5}), 6, 0.2))
CORPUS(negativeSteps, point(filled(7, -1, 1), 7, 2))
CORPUS(ringBuffer, point(filled(9, -1, 1), 9))
CORPUS(shrinkLargest, point(array({1, 3, 2, 2.9}), 4, 4))
CORPUS(threeDimensions, point(filled(5, -1, 1)))
CORPUS(wordsAndBits, point(filled(6, -1, 1), 0b101101))
CORPUS(constantTables, point(0.7, 1.3))
CORPUS(normaliseRange, point(array({1, 3, -2, 0.5}), 4), point(array({1}), 1))
CORPUS(jumpBackwards, point(0.7, 1.3), point(0.7, 0.2))
CORPUS(withStandardLoops, point(array({0.7, 1.3}), 2))
CORPUS(wholeArrayMoves, point(filled(3, -1, 1)))
CORPUS(infinityAsStart, point(array({3, 1, 2}), 3), point(array({3}), 1))
CORPUS(generalMath, point(0.7, 1.3))
