// Built with -ffp-contract=off: the same bits on every platform is the promise
// here, so nothing is left to a libm or to a choice of fused operations.

#include "adgen/runtime/Random.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

using namespace adgen;

namespace {

using Words = std::array<uint32_t, 4>;

/// Philox4x32-10: four random words for a counter.
Words philox(uint64_t counter, uint64_t seed) {
  Words x{static_cast<uint32_t>(counter), static_cast<uint32_t>(counter >> 32), 0, 0};
  auto k0 = static_cast<uint32_t>(seed), k1 = static_cast<uint32_t>(seed >> 32);
  for (int round = 0; round < 10; ++round) {
    uint64_t a = uint64_t{0xD2511F53} * x[0], b = uint64_t{0xCD9E8D57} * x[2];
    x = {static_cast<uint32_t>(b >> 32) ^ x[1] ^ k0, static_cast<uint32_t>(b),
         static_cast<uint32_t>(a >> 32) ^ x[3] ^ k1, static_cast<uint32_t>(a)};
    k0 += 0x9E3779B9;
    k1 += 0xBB67AE85;
  }
  return x;
}

/// Random bits for each of n elements: one word for a float, two for a double.
template <class T> constexpr int Bits = std::is_same_v<T, float> ? 32 : 64;
template <class T, class Body> void forEachWord(int64_t n, uint64_t seed, Body &&body) {
  constexpr int64_t PerBlock = 128 / Bits<T>;
  for (int64_t i = 0; i < n; i += PerBlock) {
    Words w = philox(static_cast<uint64_t>(i / PerBlock), seed);
    for (int64_t k = 0; k < PerBlock && i + k < n; ++k) {
      auto p = static_cast<size_t>(k);
      if constexpr (PerBlock == 4)
        body(i + k, uint64_t{w[p]});
      else
        body(i + k, uint64_t{w[2 * p]} << 32 | w[2 * p + 1]);
    }
  }
}

/// The natural logarithm of a positive normal number from 2 artanh, to about
/// one unit in the last place.
double portableLog(double x) {
  int exponent;
  double m = std::frexp(x, &exponent);
  if (m < 0.70710678118654752440) {
    m *= 2;
    --exponent;
  }
  double s = (m - 1) / (m + 1), s2 = s * s, series = 0;
  for (int k = 23; k >= 1; k -= 2)
    series = series * s2 + 1.0 / k;
  return exponent * 0.69314718055994530942 + 2 * s * series;
}

double ratio(double r, const double (&p)[8], const double (&q)[8]) {
  double numerator = 0, denominator = 0;
  for (int i = 7; i >= 0; --i) {
    numerator = numerator * r + p[i];
    denominator = denominator * r + q[i];
  }
  return numerator / denominator;
}

/// The quantile of the standard normal distribution, 0 < u < 1. M. J. Wichura,
/// "Algorithm AS 241: the percentage points of the normal distribution", 1988.
double normalQuantile(double u) {
  static constexpr double A[8] = {
      3.3871328727963666080,    1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
      4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3};
  static constexpr double B[8] = {1.0,
                                  4.2313330701600911252e+1,
                                  6.8718700749205790830e+2,
                                  5.3941960214247511077e+3,
                                  2.1213794301586595867e+4,
                                  3.9307895800092710610e+4,
                                  2.8729085735721942674e+4,
                                  5.2264952788528545610e+3};
  static constexpr double C[8] = {1.42343711074968357734,    4.63033784615654529590,
                                  5.76949722146069140550,    3.64784832476320460504,
                                  1.27045825245236838258,    2.41780725177450611770e-1,
                                  2.27238449892691845833e-2, 7.74545014278341407640e-4};
  static constexpr double D[8] = {1.0,
                                  2.05319162663775882187,
                                  1.67638483018380384940,
                                  6.89767334985100004550e-1,
                                  1.48103976427480074590e-1,
                                  1.51986665636164571966e-2,
                                  5.47593808499534494600e-4,
                                  1.05075007164441684324e-9};
  static constexpr double E[8] = {6.65790464350110377720,    5.46378491116411436990,
                                  1.78482653991729133580,    2.96560571828504891230e-1,
                                  2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                  2.71155556874348757815e-5, 2.01033439929228813265e-7};
  static constexpr double F[8] = {1.0,
                                  5.99832206555887937690e-1,
                                  1.36929880922735805310e-1,
                                  1.48753612908506148525e-2,
                                  7.86869131145613259100e-4,
                                  1.84631831751005468180e-5,
                                  1.42151175831644588870e-7,
                                  2.04426310338993978564e-15};
  double q = u - 0.5;
  if (std::abs(q) <= 0.425)
    return q * ratio(0.180625 - q * q, A, B);
  double r = std::sqrt(-portableLog(q < 0 ? u : 1 - u));
  double x = r <= 5 ? ratio(r - 1.6, C, D) : ratio(r - 5, E, F);
  return q < 0 ? -x : x;
}

} // namespace

template <class T>
BasicTensor<T> adgen::uniform(const Shape &shape, std::common_type_t<T> lo, std::common_type_t<T> hi,
                              uint64_t seed) {
  auto result = BasicTensor<T>::uninitialized(shape);
  T *out = result.mutable_data();
  // As many bits as the result holds, so that no u rounds up to 1.
  constexpr int Digits = std::numeric_limits<T>::digits;
  const double scale = std::ldexp(1.0, -Digits);
  forEachWord<T>(result.size(), seed, [=](int64_t i, uint64_t bits) {
    double u = static_cast<double>(bits >> (Bits<T> - Digits)) * scale;
    T value = static_cast<T>(lo + u * (static_cast<double>(hi) - lo));
    // Rounding may reach hi, which the half-open interval excludes.
    out[i] = value < hi || !(lo < hi) ? value : std::nextafter(hi, lo);
  });
  return result;
}

template <class T>
BasicTensor<T> adgen::normal(const Shape &shape, std::common_type_t<T> mean, std::common_type_t<T> std,
                             uint64_t seed) {
  auto result = BasicTensor<T>::uninitialized(shape);
  T *out = result.mutable_data();
  // Strictly between 0 and 1, and exact: at most 52 bits and a half.
  constexpr int Digits = std::min(Bits<T>, 52);
  const double scale = std::ldexp(1.0, -Digits);
  forEachWord<T>(result.size(), seed, [=](int64_t i, uint64_t bits) {
    double u = (static_cast<double>(bits >> (Bits<T> - Digits)) + 0.5) * scale;
    out[i] = static_cast<T>(mean + std * normalQuantile(u));
  });
  return result;
}

#define ADGEN_INSTANTIATE(T)                                                                                 \
  template BasicTensor<T> adgen::uniform<T>(const Shape &, T, T, uint64_t);                                  \
  template BasicTensor<T> adgen::normal<T>(const Shape &, T, T, uint64_t);
ADGEN_INSTANTIATE(float)
ADGEN_INSTANTIATE(double)
