// RUN: %corpus-test %s %t
// Corners of arithmetic that only mutants of adgen (test/mutants) had looked into: unsigned numbers near
// their ends, comparisons with NaN, signs of zeros, more exits than alternatives nest.
#include "CorpusCheck.h"

#include <limits>

#pragma grad
#pragma grad mode(jvp)
Real nearTheTop(Real x, unsigned first) {
  Real r = 0;
  for (unsigned k = first; k < 4294967295u; ++k)
    r = r * x + Real(k % 7);
  return r;
}

#pragma grad
#pragma grad mode(jvp)
Real longSteps(Real x, unsigned bound) {
  Real r = 0;
  for (unsigned k = 0; k < bound; k += 0x40000000u)
    r = r * x + Real(k % 7);
  return r;
}

#pragma grad
#pragma grad mode(jvp)
Real caseRanges(Real x, unsigned kind) {
  switch (kind) {
  case 0 ... 9:
    return x;
  case 0x70000000u ... 0x90000000u:
    return x * x;
  default:
    return 3 * x;
  }
}

#pragma grad
#pragma grad mode(jvp)
Real unsignedHalves(Real x, unsigned n) {
  const unsigned half = n / 2, quarter = n >> 2, wrapped = 3u * n;
  const unsigned long wide = n;
  return x * (half % 10) + x * x * (quarter % 10) + 1e-9 * wrapped * x + 1e-10 * wide * std::sin(x);
}

#pragma grad
#pragma grad mode(jvp)
Real wideLiterals(Real x, int n) {
  long long bits = 0;
  for (int k = 0; k < n; ++k)
    bits |= 1LL << (8 * k);
  return x * Real(bits % 1000003);
}

#pragma grad
#pragma grad mode(jvp)
Real narrowCounter(Real x, int n) {
  unsigned char count = 250;
  Real r = 0;
  for (int i = 0; i < n; ++i) {
    count = static_cast<unsigned char>(count + 3);
    r = r * x + count;
  }
  return r;
}

#pragma grad
#pragma grad mode(jvp)
Real truthOfIntegers(Real x, int n) {
  Real r = x;
  if (n)
    r += x * x;
  if (n & 6)
    r *= 2;
  return r;
}

#pragma grad
#pragma grad mode(jvp)
Real comparesWithGap(Real x, int known) {
  const double gap = known ? 0.5 : std::numeric_limits<double>::quiet_NaN();
  Real r = x;
  if (!(gap >= 1))
    r = r * x;
  if (!(gap < 1))
    r = r + 2 * x;
  if (gap != 0.5)
    r = r * 3;
  if (gap != gap)
    r = r - x;
  return r;
}

#pragma grad
#pragma grad mode(jvp)
Real negatedTests(Real x) { return (-x < 0 ? x * x : 3 * x) + (-x >= 1 ? x : -2 * x); }

#pragma grad
#pragma grad mode(jvp)
Real plusZero(Real x) { return x + 0.0; }

#pragma grad
#pragma grad mode(jvp)
Real manyExits(Real x, int n) {
#define EXIT(k)                                                                                              \
  if (n == k)                                                                                                \
    return x * (k + 1);                                                                                      \
  x += 0.1 * x * x
#define EXITS(k)                                                                                             \
  EXIT(k);                                                                                                   \
  EXIT(k + 1);                                                                                               \
  EXIT(k + 2);                                                                                               \
  EXIT(k + 3);                                                                                               \
  EXIT(k + 4)
  EXITS(0);
  EXITS(5);
  EXITS(10);
  EXITS(15);
  EXITS(20);
  EXITS(25);
  EXITS(30);
  EXITS(35);
#undef EXIT
#undef EXITS
  return x;
}

#pragma grad
#pragma grad mode(jvp)
Real exitsFromInside(Real x, int n) {
  if (n > 0) {
    if (n > 1)
      return x * x;
    x *= 3;
  }
  return x + 1;
}

#pragma grad
#pragma grad mode(jvp)
Real breaksFromInside(Real x, int n) {
  Real r = 0;
  for (int i = 0; i < n; ++i) {
    if (i > 2) {
      if (r > 4)
        break;
      r *= 2;
    }
    r += x;
  }
  return r;
}

#pragma grad
#pragma grad mode(jvp)
Real jumpsBackFromInside(Real x, int n) {
  Real r = x;
  int i = 0;
again:
  ++i;
  if (i < n) {
    r = r * x + 1;
    if (r < 4)
      goto again;
    r += x;
  }
  r *= 2 * x;
  return r;
}

#pragma grad
#pragma grad mode(jvp)
Real boundBehindPointer(Real x, int n) {
  int limit = n;
  int *pointer = &limit;
  Real r = 1;
  for (int i = 0; i < limit; ++i) {
    r = r * x + i;
    if (i == 2)
      *pointer = 4;
  }
  return r;
}

static void lower(int *limit) { --*limit; }

#pragma grad
#pragma grad mode(jvp)
Real boundLoweredByCallee(Real x, int n) {
  int limit = n;
  Real r = 1;
  for (int i = 0; i < limit; ++i) {
    r = r * x + i;
    lower(&limit);
  }
  return r;
}

#include "../exec/Generated.h"

CORPUS(nearTheTop, point(0.7, 4294967290.0), point(0.7, 4294967295.0))
CORPUS(longSteps, point(0.7, 3221225472.0), point(0.7, 1))
CORPUS(caseRanges, point(0.7, 5), point(0.7, 2147483648.0), point(0.7, 4000000000.0))
CORPUS(unsignedHalves, point(0.7, 4000000002.0), point(0.7, 13))
CORPUS(wideLiterals, point(0.7, 6), point(0.7, 0))
CORPUS(narrowCounter, point(0.7, 5))
CORPUS(truthOfIntegers, point(0.7, 0), point(0.7, 2), point(0.7, 256), point(0.7, 1))
CORPUS(comparesWithGap, point(0.7, 0), point(0.7, 1))
CORPUS(negatedTests, point(0.7), point(-0.7), point(-1.7))
CORPUS(plusZero, point(-0.0), point(0.7))
CORPUS(manyExits, point(0.1, 3), point(0.1, 31), point(0.1, 36), point(0.1, 50))
CORPUS(exitsFromInside, point(0.7, 0), point(0.7, 1), point(0.7, 2))
CORPUS(breaksFromInside, point(0.7, 2), point(0.7, 6), point(2.7, 6))
CORPUS(jumpsBackFromInside, point(1.7, 1), point(1.7, 4), point(1.2, 3))
CORPUS(boundBehindPointer, point(0.7, 9), point(0.7, 2))
CORPUS(boundLoweredByCallee, point(0.7, 9), point(0.7, 0))
