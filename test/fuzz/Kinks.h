// Stands in front of the reference role of SecondCheck.h: notes where a program is at a kink. |z| |z| is
// smooth at 0, and no difference shows that it consists of what is not: its second derivative is 2, and the
// rules' 0.
#pragma once

#include <cmath>
#include <math.h>
#include <quadmath.h>

namespace second {

/// How often a function with a kink at zero was called with zero.
inline int &kinks() {
  static int count = 0;
  return count;
}
inline __float128 watched(__float128 x) {
  kinks() += x < 1e-30 && x > -1e-30;
  return x;
}
inline __float128 watchedFabs(__float128 x) { return fabsq(watched(x)); }
inline __float128 watchedCopysign(__float128 x, __float128 y) { return copysignq(watched(x), watched(y)); }

} // namespace second

// What test/exec/Reference.h calls.
#define fabsq ::second::watchedFabs
#define copysignq ::second::watchedCopysign
