//===- ExpDouble.h - e^x in full double precision ---------------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ADGEN_RUNTIME_VMATH_EXPDOUBLE_H
#define ADGEN_RUNTIME_VMATH_EXPDOUBLE_H

#include "adgen/runtime/vmath/Kernels.h"

namespace adgen::vmath::kernel {

/// e^x for every double, within 1.1 ulp; overflow, denormals and NaN as libm.
/// Cody and Waite's reduction with log(2) in two pieces, the first short enough
/// that its products with integers are exact; the polynomial's error is 4e-18.
inline double expDouble(double x) {
  const double bounded = clampMagnitude(x, 750.0);
  const Rounded n = roundToInteger(bounded * Log2E);
  const double r = (bounded - n.value * 0x1.62e42fee00000p-1) - n.value * 0x1.a39ef35793c76p-33;
  const double q =
      polynomial(r, 0.50000000000000127, 0.16666666666666698, 0.041666666666515457, 0.0083333333333076296,
                 0.0013888888947008553, 0.0001984126991647832, 2.4801489947158685e-5, 2.7557217078635578e-6,
                 2.7631279358464064e-7, 2.5117626174824468e-8);
  const double mantissa = 1.0 + (r + r * r * q);
  // 2^n itself may be too large or too small: multiply by two halves, of which the
  // first cannot leave double's range, so that only the second rounds a denormal.
  // The bias of 2048 makes the halving of n, of which 13 bits matter, a logical shift.
  const std::uint64_t half = (((n.bits + 2048) & 0x1fff) >> 1) - 1024;
  return mantissa * powerOfTwo(half) * powerOfTwo(n.bits - half);
}

} // namespace adgen::vmath::kernel

#endif // ADGEN_RUNTIME_VMATH_EXPDOUBLE_H
