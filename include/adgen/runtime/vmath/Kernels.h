//===- Kernels.h - Branch-free kernels behind the vector math ---*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The float functions of VectorMath.h compute in double and round once at the
// end. That buys three things with one decision: errors barely above half an
// ulp, the same accuracy with and without fused multiply-add, and float's
// denormals, overflow and underflow for free, because every float is a normal
// double and the final conversion rounds as IEEE 754 says.
//
// Every kernel is straight-line code: selections are ternaries on values that
// are already computed, integer work is done on the bits of a double in 64-bit
// unsigned lanes (all of which SSE2 and AVX2 have), so that a loop over any of
// them vectorises.
//
// The polynomials are minimax fits of our own (Remez exchange in 50 digits);
// the error stated at each is the largest relative error of the kernel before
// the final rounding. 2^-24, half an ulp of float, is 6e-8.
//
//===----------------------------------------------------------------------===//

#ifndef ADGEN_RUNTIME_VMATH_KERNELS_H
#define ADGEN_RUNTIME_VMATH_KERNELS_H

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

namespace adgen::vmath::kernel {

inline std::uint64_t toBits(double value) {
  std::uint64_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

inline double fromBits(std::uint64_t bits) {
  double value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

inline constexpr double Infinity = std::numeric_limits<double>::infinity();
inline constexpr double NaN = std::numeric_limits<double>::quiet_NaN();
inline constexpr double Ln2 = 0x1.62e42fefa39efp-1;
inline constexpr double Log2E = 0x1.71547652b82fep+0;
inline constexpr double Log10Of2 = 0x1.34413509f79ffp-2;
inline constexpr double Log10E = 0x1.bcb7b1526e50ep-2;
inline constexpr double HalfPi = 0x1.921fb54442d18p+0;

/// c0 + x * (c1 + x * (c2 + ...)). Left to the compiler to contract into fused
/// multiply-adds where the target has them: the accuracy needs none.
inline double polynomial(double, double constant) { return constant; }
template <class... Rest> inline double polynomial(double x, double constant, Rest... rest) {
  return constant + x * polynomial(x, rest...);
}

/// The integer nearest to a number, as a double and in the low bits of a word
/// (two's complement, modulo 2^51).
struct Rounded {
  double value;
  std::uint64_t bits;
};

/// Rounds |t| < 2^51. Adding 1.5 * 2^52 makes the sum's last mantissa bit worth
/// one, so the addition itself rounds. A compiler that may reassociate would
/// fold the pair of additions away, hence the second form.
inline Rounded roundToInteger(double t) {
#ifdef __FAST_MATH__
  const double value = std::rint(t);
  return {value, static_cast<std::uint64_t>(static_cast<std::int64_t>(value))};
#else
  constexpr double Shift = 0x1.8p52;
  const double shifted = t + Shift;
  return {shifted - Shift, toBits(shifted)};
#endif
}

/// min(max(x, -limit), limit) that hands NaN through.
inline double clampMagnitude(double x, double limit) {
  const double bounded = x > limit ? limit : x;
  return bounded < -limit ? -limit : bounded;
}

/// 2^n for an integer |n| < 1023 given in the low bits of a word.
inline double powerOfTwo(std::uint64_t n) { return fromBits((n << 52) + toBits(1.0)); }

/// 2^t for |t| <= 1000, and NaN for NaN. Error 1.9e-9; exact for integers.
inline double exp2(double t) {
  const Rounded n = roundToInteger(t);
  const double r = t - n.value;
  const double mantissa = polynomial(r, 1.0, 0.69314720624138016, 0.240226513522478, 0.055503277803721331,
                                     0.0096180033953639681, 0.0013400275974557723, 0.00015476396745841168);
  // A product, not an addition to the exponent's bits: that would spoil a NaN.
  return mantissa * powerOfTwo(n.bits);
}

/// e^x for |x| <= 690. x is a float or a sum of few, so that x * log2(e) in
/// double leaves the fraction with more bits than the polynomial has.
inline double exp(double x) { return exp2(x * Log2E); }

/// e^x - 1 for |x| <= 690 with full relative accuracy near 0. Error 2.4e-10.
/// The sign of a zero is the caller's.
inline double expm1(double x) {
  const Rounded n = roundToInteger(x * Log2E);
  const double r = x - n.value * Ln2;
  const double q =
      r * (1.0 + r * polynomial(r, 0.50000000463661202, 0.16666666819126705, 0.041666354762557904,
                                0.0083332727258705274, 0.0013941002085843146, 0.00019914297055792317));
  const double scale = powerOfTwo(n.bits);
  return scale * q + (scale - 1.0);
}

/// A positive double as mantissa * 2^exponent, mantissa in [sqrt(1/2), sqrt(2)).
/// Zeros, infinities and NaN give a meaningless pair: select them away.
struct Decomposed {
  double mantissa;
  double exponent;
};

inline Decomposed decompose(double x) {
  constexpr std::uint64_t SqrtHalf = 0x3fe6a09e667f3bcd;
  // The exponent of x / sqrt(1/2), biased by 1023 so that the shift may be a
  // logical one: SSE2 and AVX2 have no arithmetic shift of 64-bit lanes.
  const std::uint64_t biased = (toBits(x) - SqrtHalf + toBits(1.0)) >> 52;
  const double mantissa = fromBits(toBits(x) - (biased << 52) + toBits(1.0));
  // Likewise no conversion from 64-bit lanes: put the bits below 2^52's.
  const double exponent = fromBits(biased | toBits(0x1p52)) - (0x1p52 + 1023.0);
  return {mantissa, exponent};
}

/// 2 * atanh(s) for |s| <= (sqrt(2) - 1) / (sqrt(2) + 1), that is log(m) for
/// s = (m - 1) / (m + 1). Error 3e-14.
inline double twoAtanh(double s) {
  const double z = s * s;
  return 2.0 * s *
         (1.0 + z * polynomial(z, 0.33333333337892893, 0.19999997813413339, 0.14286054338779957,
                               0.11088103315085799, 0.097919602627830175));
}

/// log2(x) for positive finite doubles. Error 3e-14; exact for powers of two.
inline double log2Positive(double x) {
  const Decomposed d = decompose(x);
  return d.exponent + Log2E * twoAtanh((d.mantissa - 1.0) / (d.mantissa + 1.0));
}

/// The value of a logarithm at x from its value at positive finite x: NaN below
/// zero, -inf at both zeros, x itself at inf and NaN.
inline double logSpecial(double x, double regular) {
  const double positive = x < Infinity ? regular : x;
  const double nonZero = x < 0.0 ? NaN : positive;
  return x == 0.0 ? -Infinity : nonZero;
}

/// log(1 + u) for u in [0, 1]. Error 3e-12.
inline double log1pUnit(double u) {
  const double s = u / (2.0 + u);
  const double z = s * s;
  return 2.0 * s *
         (1.0 + z * polynomial(z, 0.3333333317980803, 0.20000026471834774, 0.14284199065621874,
                               0.11150734644219063, 0.085740283882057951, 0.10895949007016826));
}

/// atan(numerator / denominator), both nonnegative and not both zero (or both
/// infinite). Error 8e-13. Reduced by a rotation of 0, 45 or 90 degrees to
/// |tangent| <= sqrt(2) - 1, which costs no division beyond the one needed anyway.
inline double atanRatio(double numerator, double denominator) {
  const bool beyond67 = numerator > 0x1.3504f333f9de6p+1 * denominator; // tan(67.5 deg) = sqrt(2) + 1
  const bool beyond22 = numerator > 0x1.a827999fcef32p-2 * denominator; // tan(22.5 deg) = sqrt(2) - 1
  const double top = beyond67 ? -denominator : beyond22 ? numerator - denominator : numerator;
  const double bottom = beyond67 ? numerator : beyond22 ? numerator + denominator : denominator;
  const double offset = beyond67 ? HalfPi : beyond22 ? HalfPi / 2 : 0.0;
  const double t = top / bottom;
  const double z = t * t;
  return offset + t * (1.0 + z * polynomial(z, -0.33333333296606908, 0.19999994426062141,
                                            -0.14285427353726246, 0.11104067782184185, -0.089973924015939016,
                                            0.06993564064697457, -0.037963318965047742));
}

/// erf(x) for 0 <= x <= 4 as -expm1(-x P(x)) with P(x) = -log(erfc(x)) / x, which
/// is smooth and keeps the relative accuracy down to 0. Error 8e-10.
inline double erfUpTo4(double x) {
  return -expm1(-x * polynomial(x, 1.1283791666281368, 0.63661983458210992, 0.10277127704999111,
                                -0.019117694274040745, -0.00025306277664535312, 0.0017993566346606103,
                                -0.00074068844166033644, 0.00016748224454233243, -2.1354930405644313e-5,
                                1.1933338632182144e-6));
}

/// erfc(x) for 0 <= x <= 10.3 (beyond, float has nothing left) as
/// exp(-x^2) R(t) / (1 + 2x) with t = (x - 2) / (x + 2), after Shepherd and
/// Laframboise, Math. Comp. 36 (1981), with a fit of our own for R. Error 3e-9.
inline double erfcUpTo10(double x) {
  const double t = (x - 2.0) / (x + 2.0);
  const double scaled = polynomial(t, 1.2769783826926265, -0.092763820397115188, -0.16603052258060715,
                                   0.16405103178253721, -0.054217820622810608, -0.008030800051021214,
                                   0.0087091088893538424, 0.0012524979413132279, -0.0014209705132447521,
                                   -0.00040058762269968107, 0.0001696701352250114, 7.9527299221038197e-5);
  return exp(-x * x) * scaled / (1.0 + 2.0 * x);
}

} // namespace adgen::vmath::kernel

#endif // ADGEN_RUNTIME_VMATH_KERNELS_H
