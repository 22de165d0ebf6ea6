//===- Trigonometry.h - Reduction and kernels of sin and cos ----*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// sin, cos and tan for every finite float without a branch. The usual fall-back
// for large arguments (a call of a slow path) would keep loops from vectorising.
//
//===----------------------------------------------------------------------===//

#ifndef ADGEN_RUNTIME_VMATH_TRIGONOMETRY_H
#define ADGEN_RUNTIME_VMATH_TRIGONOMETRY_H

#include "adgen/runtime/vmath/Kernels.h"

namespace adgen::vmath::kernel {

/// x = (quadrant + r) * pi/2 modulo 2 pi, |r| <= 1/2 and a rounding more.
struct Quadrant {
  double r;
  std::uint64_t quadrant;
};

/// Payne and Hanek's reduction (SIGNUM 18, 1983) for floats, in double.
///
/// 2/pi is cut into pieces of 27 bits, whose products with a float's 24 bits
/// are exact. Leading pieces whose product with x is a multiple of 4 quadrants
/// are left out; which ones depends on x's exponent only, and float's range
/// needs no more than four windows of (27 bits, 27 bits, the next 53 bits).
/// What is left is known to 2^-54, and no float comes closer than about 2^-30
/// to a multiple of pi/2. Infinities and NaN give NaN.
inline Quadrant reduceToQuadrant(double x) {
  const double a = std::fabs(x);
  const bool w1 = a >= 0x1p52, w2 = a >= 0x1p79, w3 = a >= 0x1p106;
  const double high = w3 ? 0x1.5f47d4cp-82 : w2 ? 0x1.29fc27p-56 : w1 ? 0x1.c9c8828p-29 : 0x1.45f306cp-1;
  const double middle = w3 ? 0x1.3770368p-110 : w2 ? 0x1.5f47d4cp-82 : w1 ? 0x1.29fc27p-56 : 0x1.c9c8828p-29;
  const double low = w3   ? 0x1.6295993c43904p-136
                     : w2 ? 0x1.377036d8a5665p-110
                     : w1 ? 0x1.5f47d4d377037p-82
                          : 0x1.29fc2757d1f53p-56;
  const double highProduct = x * high;
  const double modulo4 = highProduct - 4.0 * roundToInteger(0.25 * highProduct).value;
  const double middleProduct = x * middle;
  const double lowProduct = x * low;
  const Rounded q = roundToInteger(modulo4 + (middleProduct + lowProduct));
  // Exact up to the last term: the pieces have few bits and q takes the leading ones.
  return {((modulo4 - q.value) + middleProduct) + lowProduct, q.bits};
}

struct SinCos {
  double sin;
  double cos;
};

/// sin and cos of r * pi/2 for |r| <= 1/2 and a little more. Errors 5e-12, 5e-11.
inline SinCos sinCosOfQuarter(double r) {
  const double z = r * r;
  return {r * polynomial(z, 1.5707963267877546, -0.64596409610275271, 0.079692581846637188,
                         -0.0046812606390877646, 0.00015819507958111152),
          1.0 + z * polynomial(z, -1.2337005433589262, 0.25366924412511023, -0.020860288904759338,
                               0.00090402206252461201)};
}

/// sin(x + shift * pi/2).
inline double sinShifted(double x, std::uint64_t shift) {
  const Quadrant reduced = reduceToQuadrant(x);
  const std::uint64_t quadrant = reduced.quadrant + shift;
  const SinCos values = sinCosOfQuarter(reduced.r);
  const double magnitude = (quadrant & 1) != 0 ? values.cos : values.sin;
  return fromBits(toBits(magnitude) ^ ((quadrant & 2) << 62));
}

inline double tan(double x) {
  const Quadrant reduced = reduceToQuadrant(x);
  const SinCos values = sinCosOfQuarter(reduced.r);
  const bool odd = (reduced.quadrant & 1) != 0;
  return (odd ? -values.cos : values.sin) / (odd ? values.sin : values.cos);
}

} // namespace adgen::vmath::kernel

#endif // ADGEN_RUNTIME_VMATH_TRIGONOMETRY_H
