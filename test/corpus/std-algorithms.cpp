// RUN: %corpus-test %s %t
// Algorithms of the library on arrays, imported from their bodies.
#include "CorpusCheck.h"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <numeric>

#pragma grad
#pragma grad mode(jvp)
Real accumulated(const Real *x, int n) {
  Real sum = std::accumulate(x, x + n, Real(0));
  Real product = std::accumulate(x, x + n, Real(1), std::multiplies<Real>());
  Real squares =
      std::accumulate(x, x + n, Real(0), [](Real total, Real value) { return total + value * value; });
  return sum * product + squares;
}

#pragma grad
#pragma grad mode(jvp)
Real innerProducts(const Real *x, const Real *y, int n) {
  Real scale = x[0];
  return std::inner_product(x, x + n, y, Real(0)) *
         std::inner_product(x, x + n, y, Real(1), std::plus<>(),
                            [scale](Real a, Real b) { return scale * a - b * b; });
}

#pragma grad
#pragma grad mode(jvp)
void transformed(Real *x, const Real *y, int n) {
  std::transform(x, x + n, x, [](Real v) { return v * v; });
  std::transform(x, x + n, y, x, std::multiplies<>());
  std::for_each(x, x + n, [&](Real &v) { v *= y[0]; });
}

#pragma grad
#pragma grad mode(jvp)
Real extremes(const Real *x, int n) {
  const Real *largest = std::max_element(x, x + n), *smallest = std::min_element(x, x + n);
  auto closest =
      std::min_element(x, x + n, [](Real a, Real b) { return std::abs(a - 0.5) < std::abs(b - 0.5); });
  auto both = std::minmax_element(x, x + n);
  return *largest * *smallest + *closest * (largest - x) + *both.first - 2 * *both.second;
}

#pragma grad
#pragma grad mode(jvp)
void rearranged(Real *x, int n) {
  std::reverse(x, x + n);
  std::rotate(x, x + 1, x + n);
  std::swap_ranges(x, x + n / 2, x + n / 2);
  std::iter_swap(x, x + n - 1);
  x[0] *= x[1];
}

#pragma grad
#pragma grad mode(jvp)
Real sorted(const Real *x, int n) {
  Real y[24];
  std::copy(x, x + n, y);
  std::sort(y, y + n);
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += (i + 1) * y[i] * y[i];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real sortedBy(const Real *x, int n) {
  std::array<Real, 5> y;
  std::copy_n(x, n, y.begin());
  std::sort(y.begin(), y.end(), std::greater<>());
  Real first = y[0] * y[1];
  std::sort(std::begin(y), std::end(y), [](Real a, Real b) { return std::abs(a) < std::abs(b); });
  return first + y[0] * y[3];
}

#pragma grad
#pragma grad mode(jvp)
Real sortedIndices(const Real *x, int n) {
  int index[24];
  std::iota(index, index + n, 0);
  std::sort(index, index + n, [x](int a, int b) { return x[a] < x[b]; });
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += x[index[i]] * (i + 1);
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
void sums(Real *x, const Real *y, int n) {
  Real kept[8], differences[8];
  std::fill(kept, kept + 8, Real(1));
  std::fill_n(differences, 8, y[0]);
  std::partial_sum(x, x + n, kept);
  std::adjacent_difference(y, y + n, differences);
  for (int i = 0; i < n; ++i)
    x[i] = kept[i] * differences[i];
}

#pragma grad
#pragma grad mode(jvp)
Real searched(const Real *x, int n, Real at) {
  static const double knots[] = {0, 0.25, 0.5, 0.75, 1};
  auto right = std::upper_bound(std::begin(knots), std::end(knots), static_cast<double>(at));
  auto left = std::lower_bound(knots, knots + 5, 0.6);
  Real slope = (at - *(right - 1)) * x[0];
  auto found = std::find_if(x, x + n, [](Real v) { return v < 0; });
  auto many = std::count_if(x, x + n, [](Real v) { return v > 0; });
  bool any = std::any_of(x, x + n, [](Real v) { return v > 0.9; });
  return slope + (found == x + n ? Real(0) : *found * *found) + many * at + *left * at + (any ? x[1] : x[2]);
}

#pragma grad
#pragma grad mode(jvp)
Real standardArrays(Real x, Real y) {
  std::array<Real, 4> a{x, y, x * y, 1}, b;
  b.fill(x);
  std::transform(a.begin(), a.end(), b.begin(), b.begin(), [](Real p, Real q) { return p * q + 1; });
  std::reverse(a.begin(), a.end());
  std::swap_ranges(a.begin(), a.begin() + 2, b.begin());
  Real sum = std::accumulate(a.cbegin(), a.cend(), Real(0)) +
             std::inner_product(a.begin(), a.end(), b.begin(), Real(0));
  return sum * *std::max_element(b.begin(), b.end());
}

#pragma grad
#pragma grad mode(jvp)
Real reduced(const Real *x, const Real *y, int n) {
  Real sum = std::reduce(x, x + n, Real(0));
  Real dot = std::transform_reduce(x, x + n, y, Real(0));
  Real squares = std::transform_reduce(x, x + n, Real(0), std::plus<>(), [](Real v) { return v * v; });
  return sum * dot + squares;
}

#pragma grad
#pragma grad mode(jvp)
void generated(Real *x, int n, Real first) {
  Real next = first;
  std::generate(x, x + n, [&] {
    next = next * next + first;
    return next;
  });
  std::replace_if(x, x + n, [](Real v) { return v > 2; }, first);
}

#include "../exec/Generated.h"

CORPUS(accumulated, point(filled(5, -1, 1), 5))
CORPUS(innerProducts, point(filled(4, -1, 1), filled(4, 0.5, 1), 4))
CORPUS(transformed, point(filled(4, -1, 1), filled(4, 0.5, 1), 4))
CORPUS(extremes, point(filled(6, -1, 1), 6))
CORPUS(rearranged, point(filled(6, -1, 1), 6))
CORPUS(sorted, point(filled(5, -1, 1), 5), point(filled(24, -1, 1), 24))
CORPUS(sortedBy, point(filled(5, -1, 1), 5))
CORPUS(sortedIndices, point(filled(6, -1, 1), 6))
CORPUS(sums, point(filled(6, -1, 1), filled(6, 0.5, 1), 6))
CORPUS(searched, point(filled(5, -1, 1), 5, 0.6), point(filled(5, 0.1, 1), 5, 0.1))
CORPUS(standardArrays, point(0.7, 1.2))
CORPUS(reduced, point(filled(9, -1, 1), filled(9, 0.5, 1), 9))
CORPUS(generated, point(filled(4, -1, 1), 4, 0.9))
