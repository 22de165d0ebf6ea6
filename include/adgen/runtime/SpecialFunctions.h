// The derivatives of lgamma, tgamma, beta and the Legendre polynomials, which <cmath> lacks.
#pragma once

#include <array>
#include <cmath>
#include <limits>

namespace adgen {
namespace detail {

/// The derivative of order n of pi cot(pi x), as pi^(n+1) times a polynomial in c = cot(pi x):
/// d/dx c = -pi (1 + c^2).
template <class T> T cotDerivative(int n, T x) {
  const T pi = static_cast<T>(3.14159265358979323846264338327950288L);
  const T fraction = x - std::round(x); // the period is 1, and tan is exact only near 0
  const T c = 1 / std::tan(pi * fraction);
  std::array<T, 32> p{}; // coefficients by degree
  p[1] = 1;
  for (int order = 1; order <= n; ++order) {
    std::array<T, 32> next{};
    for (int k = 1; k <= order; ++k) { // -(1 + c^2) k c^(k-1)
      next[k - 1] -= k * p[k];
      next[k + 1] -= k * p[k];
    }
    p = next;
  }
  T value = 0;
  for (int k = n + 1; k >= 0; --k)
    value = value * c + p[k];
  return value * std::pow(pi, static_cast<T>(n + 1));
}

} // namespace detail

/// The polygamma function: the derivative of order n + 1 of log(gamma(x)); n = 0 is digamma, 1 is
/// trigamma.  x is any real number; NaN at the poles 0, -1, -2, … and for n outside 0 … 29.
/// Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 6.3.18 and 6.4.11 (asymptotic
/// expansion), 6.4.6 (recurrence), 6.4.7 (reflection).
template <class T> T polygamma(int n, T x) {
  if (n < 0 || n > 29 || std::isnan(x) || (x <= 0 && x == std::floor(x)))
    return std::numeric_limits<T>::quiet_NaN();
  if (x < 0) {
    const T mirrored = polygamma(n, 1 - x);
    return (n % 2 ? -mirrored : mirrored) - detail::cotDerivative(n, x);
  }
  T factorial = 1; // n!
  for (int k = 2; k <= n; ++k)
    factorial *= k;
  const T sign = n % 2 ? 1 : -1; // (-1)^(n+1)
  // Shift x up to where the expansion has converged.
  T shifted = 0;
  for (; x < 25 + n; x += 1)
    shifted += std::pow(x, static_cast<T>(-(n + 1)));
  // B_2k for k = 1, 2, ….
  constexpr long double bernoulli[] = {
      1.0L / 6, -1.0L / 30,     1.0L / 42,      -1.0L / 30,       5.0L / 66,       -691.0L / 2730,
      7.0L / 6, -3617.0L / 510, 43867.0L / 798, -174611.0L / 330, 854513.0L / 138, -236364091.0L / 2730};
  T series = 0;
  T term = n == 0 ? 1 : factorial / n; // (2k + n - 1)! / ((2k)! x^2k), from k = 0
  const T leading = term;
  for (int k = 1; k <= 12; ++k) {
    // (2k + n - 1)! / (2k)! from the term before; for n = 0 the first is 1!/2!.
    if (n == 0)
      term = 1 / static_cast<T>(2 * k) * std::pow(x, static_cast<T>(-2 * k));
    else
      term *=
          static_cast<T>(2 * k + n - 1) * (2 * k + n - 2) / (static_cast<T>(2 * k) * (2 * k - 1)) / (x * x);
    series += static_cast<T>(bernoulli[k - 1]) * term;
  }
  if (n == 0)
    return std::log(x) - 1 / (2 * x) - series - shifted;
  const T power = std::pow(x, static_cast<T>(-n));
  return sign * (power * (leading + series) + factorial * power / (2 * x) + factorial * shifted);
}

/// The derivative of order m of the Legendre polynomial of order n, at any real x; m = 0 is the
/// polynomial.  It is (2m - 1)!! times the Gegenbauer polynomial of degree n - m with parameter
/// m + 1/2, which has a recurrence without divisions by 1 - x^2.
/// Source: Abramowitz and Stegun, 22.5.37 and 22.7.3.
template <class T> T legendre_derivative(unsigned n, unsigned m, T x) {
  if (m > n)
    return 0;
  T before = 0, value = 1; // of degrees -1 and 0
  for (unsigned k = 1; k < m; ++k)
    value *= static_cast<T>(2 * k + 1);
  const T parameter = static_cast<T>(m) + T(0.5);
  for (unsigned degree = 1; degree <= n - m; ++degree) {
    const T k = static_cast<T>(degree);
    const T next = (2 * (k + parameter - 1) * x * value - (k + 2 * parameter - 2) * before) / k;
    before = value;
    value = next;
  }
  return value;
}

} // namespace adgen
