// RUN: %corpus-test %s %t
// Functions of <cmath> that take a number apart, round it or ask about it; those of <algorithm> and <numeric>
// on numbers.
#include "CorpusCheck.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

#ifdef ADGEN_REFERENCE
namespace std {
inline __float128 frexp(__float128 x, int *e) { return frexpq(x, e); }
inline __float128 modf(__float128 x, __float128 *whole) { return modfq(x, whole); }
inline long lround(__float128 x) { return lroundq(x); }
inline long lrint(__float128 x) { return lrintq(x); }
inline long long llround(__float128 x) { return llroundq(x); }
inline long long llrint(__float128 x) { return llrintq(x); }
inline __float128 logb(__float128 x) { return logbq(x); }
inline int ilogb(__float128 x) { return ilogbq(x); }
inline __float128 scalbln(__float128 x, long n) { return scalblnq(x, n); }
} // namespace std
static inline void sincos(__float128 x, __float128 *sine, __float128 *cosine) { sincosq(x, sine, cosine); }
using std::frexp, std::modf;
#endif

#pragma grad
#pragma grad mode(jvp)
Real mantissa(Real x) {
  int exponent = 0;
  Real m = std::frexp(x, &exponent);
  return m * m * exponent + std::ldexp(m, exponent / 2);
}

#pragma grad
#pragma grad mode(jvp)
Real splitNumber(Real x, Real y) {
  Real whole;
  Real fraction = modf(x, &whole);
  return fraction * fraction * whole + y * whole;
}

#pragma grad
#pragma grad mode(jvp)
Real roundedNumbers(Real x, Real y) {
  long nearest = std::lround(x);
  long long other = std::llrint(y) + std::llround(y) - std::lrint(x);
  return (x - nearest) * (y - other) + std::rint(x) * y + std::nearbyint(y) * x;
}

#pragma grad
#pragma grad mode(jvp)
Real exponents(Real x) {
  int n = std::ilogb(x);
  Real mantissa = std::scalbn(x, -n) + std::scalbln(x, 2L) * std::logb(x);
  return mantissa * mantissa + std::exp2(x) * std::log2(x) + std::log10(x);
}

#pragma grad
#pragma grad mode(jvp)
Real quotients(Real x, Real y) {
  Real r = std::remainder(x, y);
  return r * r + std::fdim(x, y) * std::fdim(y, x + 10);
}

#pragma grad
#pragma grad mode(jvp)
Real absolutes(Real x, int n, long m) {
  Real sum = std::abs(x) * std::abs(n) + std::fabs(x * 2) * std::labs(m);
  unsigned size = std::abs(n) % 3;
  return sum * size + std::abs(n - x) + std::abs(std::llabs(m));
}

#pragma grad
#pragma grad mode(jvp)
Real classified(const Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    Real y = std::log(x[i]);
    if (std::isnan(y))
      sum += x[i];
    else if (std::isinf(y))
      sum += 2;
    else if (std::isfinite(y) && !std::signbit(y))
      sum += y * y;
    else
      sum -= y;
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real limited(Real x, Real y, Real z) {
  Real clamped = std::clamp(x * y, y, z);
  const Real product = x * y;
  auto both = std::minmax(product, z);
  Real low = std::min({x, y, z}), high = std::max({x, y, z});
  return clamped * clamped + both.first * high - both.second * low;
}

#pragma grad
#pragma grad mode(jvp)
Real integerFunctions(Real x, int n, int m) {
  int divisor = std::gcd(n, m), multiple = std::lcm(n, m);
  return std::pow(x, divisor) * multiple + std::max(n, m) * x * std::min(n, m);
}

#pragma grad
#pragma grad mode(jvp)
Real bothAtOnce(Real x, Real y) {
  Real sine, cosine;
  sincos(x * y, &sine, &cosine);
  return sine * x + cosine * cosine;
}

#include "../exec/Generated.h"

CORPUS(mantissa, point(5.3), point(-0.07))
CORPUS(splitNumber, point(5.3, 0.4), point(-2.7, 1.4))
CORPUS(roundedNumbers, point(5.3, 0.7), point(-2.7, -1.4))
CORPUS(exponents, point(5.3), point(0.07))
CORPUS(quotients, point(5.3, 0.7), point(-2.7, 1.4))
CORPUS(absolutes, point(5.3, -4, 3), point(-2.7, 7, -4))
CORPUS(classified, point(array({-1.0, 2.0, 0.5}), 3))
CORPUS(limited, point(0.5, 0.7, 1.4), point(1.5, 1.2, 1.4))
CORPUS(integerFunctions, point(1.3, 12, 18))
CORPUS(bothAtOnce, point(0.7, 1.3))
