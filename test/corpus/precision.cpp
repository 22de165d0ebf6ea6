// RUN: %corpus-test %s %t
// Functions of the library at ordinary points, mixtures of widths, guards, and values that go through several
// names.
#include "CorpusCheck.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

// float inside, double outside, with a conversion in each iteration.
#pragma grad
#pragma grad mode(jvp)
Real floatInside(Real x, Float y) {
  Real sum = 0;
  Float f = y;
  for (int i = 0; i < 4; ++i) {
    f = static_cast<Float>(f * x) + 0.25f;
    sum += f * x;
    f += static_cast<Float>(sum) * 0.125f;
  }
  return sum * f;
}

// long double as accumulator and as result of a helper with all widths.
static Long widest(Float a, Real b, Long c) { return a * b + b * c - c * a; }
#pragma grad
#pragma grad mode(jvp)
Real longAccumulator(const Real *x, int n) {
  Long sum = 0, product = 1;
  for (int i = 0; i < n; ++i) {
    sum += widest(static_cast<Float>(x[0]), x[i], product);
    product *= 1 + x[i] * Long(0.1);
  }
  return static_cast<Real>(sum / product);
}

// remainder, fmod and fdim with quotients that are not near their jumps.
#pragma grad
#pragma grad mode(jvp)
Real remainders(Real x, Real y) {
  const Real a = std::fmod(x, y), b = std::remainder(x, y), c = std::fdim(x, y), d = std::fdim(y, x);
  return a * a + 2 * b * x + 3 * c * y - d * d * x;
}

// copysign of both arguments, fabs of the result, a sign that is read by comparison.
#pragma grad
#pragma grad mode(jvp)
Real signsOfNumbers(Real x, Real y) {
  const Real s = std::copysign(x, y), t = std::copysign(Real(2), x * y);
  return s * std::fabs(y) + t * x * (x > y ? 1 : -1) + std::fabs(x - y) * s;
}

// hypot, atan2 and cbrt of negative numbers.
#pragma grad
#pragma grad mode(jvp)
Real polarForms(Real x, Real y) {
  const Real r = std::hypot(x, y), a = std::atan2(y, x), c = std::cbrt(x * y);
  return r * std::cos(2 * a) + c * c * a + std::cbrt(-r);
}

// The gamma function and its logarithm at positive and negative arguments.
#pragma grad
#pragma grad mode(jvp)
Real gammas(Real x, Real y) {
  return std::lgamma(x) * y + std::tgamma(y) - std::lgamma(x + y) + std::tgamma(-x) * 0.1;
}

// Error functions whose product is a probability, with a tail.
#pragma grad
#pragma grad mode(jvp)
Real tails(Real x, Real mean, Real width) {
  const Real z = (x - mean) / (width * std::sqrt(Real(2)));
  return std::erf(z) * std::erfc(-z / 2) + (z > 1 ? std::log(std::erfc(z)) : std::log1p(-std::erfc(-z) / 2));
}

// pow with integers, with halves, with zero as base where the exponent is constant, with itself.
#pragma grad
#pragma grad mode(jvp)
Real powersOfAllKinds(Real x, Real y, int n) {
  Real sum = std::pow(x, n) + std::pow(x, 0.5) + std::pow(2.0, y) + std::pow(x, y) * std::pow(y, 3);
  sum += std::pow(x - x, 2) + std::pow(x * 0, 1) + std::pow(-y, 3) + std::pow(x, -n) + std::pow(x, 0);
  return sum + std::pow(x, x);
}

// ldexp, scalbn and exp2 with exponents from a loop.
#pragma grad
#pragma grad mode(jvp)
Real scaledByPowers(Real x, int n) {
  Real sum = 0;
  for (int i = -n; i <= n; ++i)
    sum += std::ldexp(x, i) * std::exp2(x * i) + std::scalbn(x * x, -i);
  return sum;
}

// Hyperbolic functions and their inverses, composed to something near the identity.
#pragma grad
#pragma grad mode(jvp)
Real hyperbolicRoundTrips(Real x) {
  return std::asinh(std::sinh(x)) * std::atanh(std::tanh(x)) + std::acosh(std::cosh(x) + 1) -
         std::expm1(std::log1p(x));
}

// fma with products that cancel, and fused into a Horner scheme.
#pragma grad
#pragma grad mode(jvp)
Real fusedHorner(const Real *c, int n, Real x) {
  Real p = c[0], e = 0;
  for (int i = 1; i < n; ++i) {
    const Real q = std::fma(p, x, c[i]);
    e = std::fma(e, x, p * x - (q - c[i]));
    p = q;
  }
  return p + e;
}

// Guards: a factor that is zero in front of something singular, chosen by a test on the same number.
#pragma grad
#pragma grad mode(jvp)
Real guardedSums(const Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    const Real r = x[i] > 0 ? std::sqrt(x[i]) : 0;
    sum += r * (x[i] > 0 ? std::log(x[i]) : 1) +
           (std::fabs(x[i]) < 1e-8 ? 1 - x[i] * x[i] / 6 : std::sin(x[i]) / x[i]);
  }
  return sum;
}

// An entropy whose empty cells are left out by continue, and a mean that is not taken of nothing.
#pragma grad
#pragma grad mode(jvp)
Real entropyOfCells(const Real *weight, int n) {
  Real total = 0, entropy = 0;
  int used = 0;
  for (int i = 0; i < n; ++i)
    total += weight[i];
  for (int i = 0; i < n; ++i) {
    const Real p = weight[i] / total;
    if (!(p > 0))
      continue;
    entropy -= p * std::log(p);
    ++used;
  }
  return used ? entropy / used * total : total;
}

// Clamped by fmin and fmax, std::min with a list, std::max with a comparison, std::clamp.
#pragma grad
#pragma grad mode(jvp)
Real limitedInManyWays(Real x, Real y, Real z) {
  const Real a = std::fmax(Real(-1), std::fmin(x, Real(1))), b = std::min({x, y, z, x * y});
  const Real c = std::max(y, z, [](Real u, Real v) { return std::fabs(u) < std::fabs(v); });
  return a * b + std::clamp(z, Real(-0.5), Real(0.5)) * c + std::max({a, b}) * std::minmax(x, y).second;
}

// A number is overwritten after it has been used in a product, in three ways.
#pragma grad
#pragma grad mode(jvp)
Real usedThenOverwritten(Real x, Real y) {
  Real a = x * y, b = a * a;
  a = std::sin(b);
  b *= a;
  a -= b * x;
  Real *p = &b;
  const Real before = *p;
  *p = a * before;
  x = b + before;
  y *= x;
  b = y;
  return a * b + x * before;
}

// Integers that come from real numbers decide, but carry no derivative; others take part.
#pragma grad
#pragma grad mode(jvp)
Real integersBetween(Real x, const int *k, int n) {
  Real sum = 0;
  long long total = 0;
  for (int i = 0; i < n; ++i) {
    total += k[i];
    sum += x * total / (i + 1) + (k[i] / 2) * x * x;
    sum -= static_cast<double>(k[i] % 3) * (x > i);
  }
  return sum / static_cast<unsigned char>(total & 0x7f);
}

// A polynomial in two ways whose difference is nearly nothing; a division by a product that gets small.
#pragma grad
#pragma grad mode(jvp)
Real nearlyNothing(Real x, Real e) {
  const Real a = (x + e) * (x + e) - x * x - 2 * x * e, b = x * x - (x - e) * (x + e);
  return a / (e * e) + b / (x * e);
}

// A cosine law with an acos whose argument is kept inside.
#pragma grad
#pragma grad mode(jvp)
Real angleOfTriangle(Real a, Real b, Real c) {
  Real cosine = (a * a + b * b - c * c) / (2 * a * b);
  if (cosine > 1)
    cosine = 1;
  else if (cosine < -1)
    cosine = -1;
  const Real angle = cosine == 1 ? 0 : cosine == -1 ? Real(3.14159265358979) : std::acos(cosine);
  return angle * a + std::asin(cosine * 0.5);
}

// Continued fractions from behind and from in front (modified Lentz), with tiny numbers instead of zero.
#pragma grad
#pragma grad mode(jvp)
Real continuedFraction(Real x, Real a, int n) {
  Real behind = 0;
  for (int i = n; i >= 1; --i)
    behind = i * (i - a) / (x + 2 * i + 1 - a - behind);
  const Real tiny = 1e-30;
  Real f = x + 1 - a, c = f, d = 0;
  if (f == 0)
    f = tiny;
  for (int i = 1; i <= n; ++i) {
    const Real an = -i * (i - a), bn = x + 2 * i + 1 - a;
    d = bn + an * d;
    d = 1 / (d == 0 ? tiny : d);
    c = bn + an / (c == 0 ? tiny : c);
    const Real delta = c * d;
    f *= delta;
    if (std::fabs(delta - 1) < 1e-3)
      break;
  }
  return f * std::exp(-x) + behind;
}

// Kahan's and Neumaier's sums, whose corrections are zero in exact arithmetic.
#pragma grad
#pragma grad mode(jvp)
Real compensated(const Real *x, int n) {
  Real sum = 0, correction = 0, other = 0, rest = 0;
  for (int i = 0; i < n; ++i) {
    const Real y = x[i] * x[i] - correction, t = sum + y;
    correction = (t - sum) - y;
    sum = t;
    const Real u = other + x[i];
    if (std::fabs(other) >= std::fabs(x[i]))
      rest += (other - u) + x[i];
    else
      rest += (x[i] - u) + other;
    other = u;
  }
  return sum * (other + rest);
}

// Derivatives by a complex step and by differences, as a part of the function (the step is a parameter).
#pragma grad
#pragma grad mode(jvp)
Real differencesInside(Real x, Real h) {
  auto f = [](Real t) { return std::exp(t) * std::sin(3 * t); };
  const Real first = (f(x + h) - f(x - h)) / (2 * h), second = (f(x + h) - 2 * f(x) + f(x - h)) / (h * h);
  return first * second + f(first);
}

// An infinite start, a largest finite number, comparisons with not-a-number that are false.
#pragma grad
#pragma grad mode(jvp)
Real extremeStarts(const Real *x, int n) {
  Real least = std::numeric_limits<Real>::max(), most = -std::numeric_limits<double>::infinity(), sum = 0;
  for (int i = 0; i < n; ++i) {
    if (std::isnan(x[i]) || std::isinf(x[i]))
      continue;
    least = std::fmin(least, x[i]);
    if (x[i] > most)
      most = x[i];
    sum += x[i] * x[i];
  }
  return n ? sum / (1 + most - least) + most * least : 0;
}

// Rounding of all kinds beside the numbers themselves.
#pragma grad
#pragma grad mode(jvp)
Real fractionalParts(Real x, Real y) {
  return (x - std::floor(x)) * y + (std::ceil(y) - y) * x + (x - std::trunc(x)) * (y - std::round(y)) +
         std::rint(x) * y - std::nearbyint(y) * x;
}

// An alternating series that is cut where its terms get small; the terms by recurrence, the sign by a bit.
#pragma grad
#pragma grad mode(jvp)
Real besselSeries(Real x, int order) {
  Real term = 1, sum = 0;
  for (int k = 1; k <= order; ++k)
    term *= x / 2 / k;
  for (unsigned k = 0; std::fabs(term) > 1e-9; ++k) {
    sum += k & 1u ? -term : term;
    term *= x * x / 4 / ((k + 1) * (k + 1 + static_cast<unsigned>(order)));
  }
  return sum;
}

#include "../exec/Generated.h"

CORPUS(floatInside, point(0.5, 0.75).within(1e-5))
CORPUS(longAccumulator, point(array({0.5, 0.25, -0.75, 1.5}), 4).within(1e-5))
CORPUS(remainders, point(7.3, 2.1), point(-7.3, 2.1), point(1.3, 2.9))
CORPUS(signsOfNumbers, point(0.7, 1.2), point(-0.7, 1.2), point(0.7, -1.2), point(-1.7, -1.2))
CORPUS(polarForms, point(0.7, 1.2), point(-0.7, 1.2), point(-0.7, -1.2))
CORPUS(gammas, point(0.7, 1.2), point(3.4, 0.3))
CORPUS(tails, point(0.7, 0.2, 0.4), point(0.1, 0.2, 0.4), point(3.1, 0.2, 0.8))
CORPUS(powersOfAllKinds, point(0.7, 1.2, 3), point(1.7, 0.2, -2), point(0.4, 2, 0))
CORPUS(scaledByPowers, point(0.7, 3), point(-0.3, 1))
CORPUS(hyperbolicRoundTrips, point(0.7), point(-0.4))
CORPUS(fusedHorner, point(filled(5, -1, 1), 5, 0.8))
CORPUS(guardedSums, point(array({0.5, -0.4, 2}), 3))
CORPUS(entropyOfCells, point(array({0.5, 0.4, 2}), 3), point(array({0.7}), 1))
CORPUS(limitedInManyWays, point(0.7, 1.2, 0.3), point(-1.7, 0.2, 0.8), point(2, -3, -1))
CORPUS(usedThenOverwritten, point(0.7, 1.2))
CORPUS(integersBetween, point(0.7, array({3, 4, 7, 1}), 4), point(2.7, array({5, -4, 9}), 3))
CORPUS(nearlyNothing, point(0.75, 0.125))
CORPUS(angleOfTriangle, point(0.7, 1.2, 0.8), point(1, 1.2, 1.9))
CORPUS(continuedFraction, point(1.7, 0.4, 6), point(2.7, 1.4, 3))
CORPUS(compensated, point(array({0.7, -1.2, 3, 0.1}), 4))
CORPUS(differencesInside, point(0.7, 0.125))
CORPUS(extremeStarts, point(array({0.7, -1.2, 3, 0.1}), 4))
CORPUS(fractionalParts, point(0.7, 1.2), point(-2.3, 5.8))
CORPUS(besselSeries, point(1.7, 2), point(0.4, 0))
