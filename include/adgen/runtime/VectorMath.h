//===- VectorMath.h - Elementary functions that vectorise -------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The elementary functions as inline code without a branch or a call, so that g++
// and clang++ vectorise an ordinary loop over them (at -O3, or at -O2 with
// clang++; -fno-math-errno -fno-trapping-math help g++). No fast-math is asked
// for, and the results do not depend on fused multiply-add.
//
// Accuracy of the float functions against the exact value: at most 0.56 ulp over
// every 251st float of either sign (test/unit/runtime/VectorMathTest.cpp);
// results that float cannot hold become denormals, zeros and infinities as in
// libm. NaN, infinities and signed zeros are treated as in libm too; errno and
// the floating-point flags are not.
//
// Of the double overloads exp (1.1 ulp) and sigmoid (2.2 ulp) are of that kind too.
// The others forward to <cmath>, as do the float functions cbrt, asinh, acosh
// and atanh.
//
//===----------------------------------------------------------------------===//

#ifndef ADGEN_RUNTIME_VECTORMATH_H
#define ADGEN_RUNTIME_VECTORMATH_H

#include "adgen/runtime/vmath/ExpDouble.h"
#include "adgen/runtime/vmath/Kernels.h"
#include "adgen/runtime/vmath/Trigonometry.h"

namespace adgen::vmath {

// The bounds at which arguments are clamped lie where float has long overflowed
// or underflowed, and double has not: the final conversion does the rest.

inline float exp(float x) { return static_cast<float>(kernel::exp(kernel::clampMagnitude(x, 200.0))); }

inline float exp2(float x) { return static_cast<float>(kernel::exp2(kernel::clampMagnitude(x, 300.0))); }

inline float expm1(float x) {
  // copysign keeps expm1(-0) = -0, which the kernel's last addition would lose.
  return static_cast<float>(std::copysign(kernel::expm1(kernel::clampMagnitude(x, 200.0)), double(x)));
}

inline float log2(float x) { return static_cast<float>(kernel::logSpecial(x, kernel::log2Positive(x))); }

inline float log(float x) {
  const kernel::Decomposed d = kernel::decompose(x);
  const double regular = d.exponent * kernel::Ln2 + kernel::twoAtanh((d.mantissa - 1.0) / (d.mantissa + 1.0));
  return static_cast<float>(kernel::logSpecial(x, regular));
}

inline float log10(float x) {
  const kernel::Decomposed d = kernel::decompose(x);
  const double regular = d.exponent * kernel::Log10Of2 +
                         kernel::Log10E * kernel::twoAtanh((d.mantissa - 1.0) / (d.mantissa + 1.0));
  return static_cast<float>(kernel::logSpecial(x, regular));
}

/// log(1 + x).
inline float log1p(float x) {
  const double shifted = 1.0 + double(x);
  const kernel::Decomposed d = kernel::decompose(shifted);
  // Near 0 the sum has lost bits of x; there the exponent is 0 and x itself is known.
  const double f = d.exponent == 0.0 ? double(x) : d.mantissa - 1.0;
  const double regular = d.exponent * kernel::Ln2 + kernel::twoAtanh(f / (2.0 + f));
  return static_cast<float>(kernel::logSpecial(shifted, std::copysign(regular, double(x))));
}

/// 1 / (1 + e^-x).
inline float sigmoid(float x) {
  return static_cast<float>(1.0 / (1.0 + kernel::exp(-kernel::clampMagnitude(x, 200.0))));
}

/// log(1 + e^x) = max(x, 0) + log(1 + e^-|x|), which neither overflows nor cancels.
inline float softplus(float x) {
  const double wide = x;
  const double u = kernel::exp(kernel::clampMagnitude(-std::fabs(wide), 200.0));
  return static_cast<float>((wide < 0.0 ? 0.0 : wide) + kernel::log1pUnit(u));
}

/// tanh |x| = e / (e + 2) with e = expm1(2 |x|); 1 to the last bit from |x| = 10 on.
inline float tanh(float x) {
  const double e = kernel::expm1(2.0 * kernel::clampMagnitude(std::fabs(double(x)), 20.0));
  return static_cast<float>(std::copysign(e / (e + 2.0), double(x)));
}

/// sinh |x| = (e + e / (e + 1)) / 2 with e = expm1(|x|).
inline float sinh(float x) {
  const double e = kernel::expm1(kernel::clampMagnitude(std::fabs(double(x)), 200.0));
  return static_cast<float>(std::copysign(0.5 * (e + e / (e + 1.0)), double(x)));
}

inline float cosh(float x) {
  const double e = kernel::exp(kernel::clampMagnitude(x, 200.0));
  return static_cast<float>(0.5 * (e + 1.0 / e));
}

inline float sin(float x) { return static_cast<float>(kernel::sinShifted(x, 0)); }
inline float cos(float x) { return static_cast<float>(kernel::sinShifted(x, 1)); }
inline float tan(float x) { return static_cast<float>(kernel::tan(x)); }

inline float atan(float x) {
  return static_cast<float>(std::copysign(kernel::atanRatio(std::fabs(double(x)), 1.0), double(x)));
}

/// asin |x| = atan(|x| / sqrt(1 - x^2)); the square root gives NaN beyond [-1, 1].
inline float asin(float x) {
  const double a = std::fabs(double(x));
  const double angle = kernel::atanRatio(a, std::sqrt((1.0 - a) * (1.0 + a)));
  return static_cast<float>(std::copysign(angle, double(x)));
}

/// acos |x| = atan(sqrt(1 - x^2) / |x|), free of cancellation at 1; mirrored for x < 0.
inline float acos(float x) {
  const double a = std::fabs(double(x));
  const double angle = kernel::atanRatio(std::sqrt((1.0 - a) * (1.0 + a)), a);
  return static_cast<float>(x < 0.0F ? 2.0 * kernel::HalfPi - angle : angle);
}

/// 2/sqrt(pi) times the integral of e^(-t^2) from 0 to x.
inline float erf(float x) {
  const double a = kernel::clampMagnitude(std::fabs(double(x)), 4.0);
  return static_cast<float>(std::copysign(kernel::erfUpTo4(a), double(x)));
}

/// 1 - erf(x), accurate where it is small: down to the last denormal.
inline float erfc(float x) {
  const double tail = kernel::erfcUpTo10(kernel::clampMagnitude(std::fabs(double(x)), 10.3));
  return static_cast<float>(x < 0.0F ? 2.0 - tail : tail);
}

inline float sqrt(float x) { return std::sqrt(x); }

/// x^y as 2^(y log2 |x|), with C's rules for signs, zeros, infinities and NaN (C17 F.10.4.4).
inline float pow(float x, float y) {
  const double a = std::fabs(double(x));
  const double finiteLog = kernel::log2Positive(a);
  const double log = a == 0.0 ? -kernel::Infinity : a < kernel::Infinity ? finiteLog : a;
  // An infinite y acts as a huge even one: 0 * inf = NaN at |x| = 1 is avoided that way.
  const double t = log * kernel::clampMagnitude(y, 0x1p100);
  const double magnitude = kernel::exp2(kernel::clampMagnitude(t, 300.0));
  // Floats from 2^24 on are even integers.
  const double parity = kernel::clampMagnitude(y, 0x1p24);
  const bool isInteger = kernel::roundToInteger(parity).value == parity;
  const bool isOdd = isInteger && kernel::roundToInteger(0.5 * parity).value != 0.5 * parity;
  const double negative = std::copysign(1.0, double(x)) < 0.0 && isOdd ? -magnitude : magnitude;
  const bool isUndefined = x < 0.0F && a < kernel::Infinity && !isInteger;
  const double defined = isUndefined ? kernel::NaN : negative;
  return static_cast<float>(y == 0.0F || x == 1.0F ? 1.0 : defined);
}

inline float cbrt(float x) { return std::cbrt(x); }
inline float asinh(float x) { return std::asinh(x); }
inline float acosh(float x) { return std::acosh(x); }
inline float atanh(float x) { return std::atanh(x); }

inline double exp(double x) { return kernel::expDouble(x); }
inline double exp2(double x) { return std::exp2(x); }
inline double expm1(double x) { return std::expm1(x); }
inline double log(double x) { return std::log(x); }
inline double log1p(double x) { return std::log1p(x); }
inline double log2(double x) { return std::log2(x); }
inline double log10(double x) { return std::log10(x); }
inline double tanh(double x) { return std::tanh(x); }
inline double sinh(double x) { return std::sinh(x); }
inline double cosh(double x) { return std::cosh(x); }
inline double sin(double x) { return std::sin(x); }
inline double cos(double x) { return std::cos(x); }
inline double tan(double x) { return std::tan(x); }
inline double atan(double x) { return std::atan(x); }
inline double asin(double x) { return std::asin(x); }
inline double acos(double x) { return std::acos(x); }
inline double erf(double x) { return std::erf(x); }
inline double erfc(double x) { return std::erfc(x); }
inline double sqrt(double x) { return std::sqrt(x); }
inline double pow(double x, double y) { return std::pow(x, y); }
inline double cbrt(double x) { return std::cbrt(x); }
inline double asinh(double x) { return std::asinh(x); }
inline double acosh(double x) { return std::acosh(x); }
inline double atanh(double x) { return std::atanh(x); }

/// With the exponential of -|x| on both sides neither end loses its denormals.
inline double sigmoid(double x) {
  const double e = kernel::expDouble(-std::fabs(x));
  return (x < 0.0 ? e : 1.0) / (1.0 + e);
}

inline double softplus(double x) {
  return (x < 0.0 ? 0.0 : x) + std::log1p(kernel::expDouble(-std::fabs(x)));
}

} // namespace adgen::vmath

#endif // ADGEN_RUNTIME_VECTORMATH_H
