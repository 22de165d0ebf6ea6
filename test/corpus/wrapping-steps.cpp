// RUN: %corpus-test %s %t
// Integers that go on by the same step, beyond the numbers of their type or nearly: the reverse sweep
// computes them anew, or goes back. Counters that pass the last number of a narrow type.
#include "CorpusCheck.h"

#include <cstddef>
#include <cstdint>

#pragma grad
#pragma grad mode(jvp)
Real weylSequence(const Real *x, int n) {
  std::uint64_t s = 42;
  Real sum = 0;
  for (int i = 0; i < n; i++) {
    s += 0x9e3779b97f4a7c15ull;
    sum += x[i] * x[i] * Real(s >> 12) / 1e15;
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real unsignedSteps(const Real *x, int n) {
  std::uint32_t s = 0x80000000u, t = 7;
  std::uint64_t a = 0x8000000000000000ull;
  Real sum = 0;
  for (int i = 0; i < n; i++) {
    s -= 1000000007u;
    sum += x[i] * x[i] * Real(s) / 1e9;
    t += 0x9e3779b9u;
    sum += x[i] * x[i] * Real(t % 1000u) * 1e-3 + Real(a >> 20) * x[i] * 1e-13;
    t += 77u;
    a += 4294967321064771037ull;
  }
  return sum;
}

/// None of the values overflows, but the way to the last one would.
#pragma grad
#pragma grad mode(jvp)
Real farSigned(const Real *x, int n) {
  int s = -2000000000;
  long t = -9000000000000000000L;
  Real sum = 0;
  for (int i = 0; i < n; i++) {
    sum += x[i % 7] * x[i % 7] * (s * 1e-9) + x[i % 5] * x[i % 3] * (Real(t) * 1e-18);
    s += 108000000;
    t += 486000000000000000L;
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real acrossTheMiddle(const Real *x, int n) {
  Real product = 1;
  unsigned i = 2147483640u;
  while (i != 2147483655u) {
    product = product * x[i % unsigned(n)] * Real(i) * 1e-9;
    i++;
  }
  for (unsigned k = 2147483645u; k < 2147483645u + 9u; k += 2)
    product = product * x[k % unsigned(n)] * Real(k) * 1e-9;
  for (unsigned k = 0, m = 0; m < 12; k += 400000000u, m++)
    product += x[m % unsigned(n)] * Real(k) * x[0] * 1e-9;
  for (std::uint64_t k = 9223372036854775800ull; k < 9223372036854775815ull; k++)
    product += x[k % std::uint64_t(n)] * x[1];
  for (unsigned k = 0; k != 6; k += 1431655766u)
    product += x[k % unsigned(n)] * x[2];
  return product;
}

/// A nest adds to it inside and outside.
#pragma grad
#pragma grad mode(jvp)
Real nestedSteps(const Real *x, int n) {
  std::uint64_t a = 1, b = 3;
  Real sum = 0;
  for (int j = 0; j < n; ++j) {
    a += 0xf000000000000001ull;
    for (int k = 0; k < n; ++k) {
      b += 0x7fffffffffffffffull;
      sum += x[j] * x[k] * (Real(a >> 30) + Real(b >> 31)) * 1e-10;
    }
  }
  return sum;
}

/// A ring whose ends are not cut off.
#pragma grad
#pragma grad mode(jvp)
Real ring(const Real *x, std::uint8_t head, std::uint8_t tail) {
  Real sum = 0;
  for (std::uint8_t i = head; i != tail; ++i)
    sum += x[i & 15] * x[i & 15] * i;
  for (std::uint8_t i = 3; i != std::uint8_t(3 - 5); --i)
    sum = std::sin(sum * x[i & 15]);
  for (std::uint16_t k = 65530; k != std::uint16_t(tail); ++k)
    sum = std::sin(sum + x[k & 15]);
  for (std::int8_t k = 120; k != std::int8_t(head); ++k)
    sum = std::sin(sum + x[k & 15]);
  std::uint8_t k = tail;
  while (k != head) {
    sum = std::cos(sum * x[k & 15]);
    k++;
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real jumpsOverTheEnd(const Real *x) {
  Real sum = 0;
  for (std::uint8_t i = 0; i < 255; i += 7)
    sum += x[i & 15] * x[i & 15];
  for (std::int8_t i = -128; i < 126; i += 10)
    sum += x[i & 15] * sum * 0.1;
  for (std::uint16_t i = 60000; i > 3; i -= 20000)
    sum += x[i & 15] * sum * 0.1;
  return sum;
}

#include "../exec/Generated.h"

CORPUS(weylSequence, point(filled(12, -1, 1), 12))
CORPUS(unsignedSteps, point(filled(37, -1, 1), 37))
CORPUS(farSigned, point(filled(7, -1, 1), 37))
CORPUS(acrossTheMiddle, point(filled(5, 0.4, 1), 5))
CORPUS(nestedSteps, point(filled(7, -1, 1), 7))
CORPUS(ring, point(filled(16, -1, 1), std::uint8_t(250), std::uint8_t(4)),
       point(filled(16, -1, 1), std::uint8_t(7), std::uint8_t(17)))
CORPUS(jumpsOverTheEnd, point(filled(16, -1, 1)))
