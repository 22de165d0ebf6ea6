// RUN: %corpus-test %s %t
// Widths of numbers and their conversions, integers of every kind, bool, enumerations.
#include "CorpusCheck.h"

#include <cstdint>

#pragma grad
#pragma grad mode(jvp)
Float floatSum(const Float *x, int n) {
  Float sum = 0;
  for (int i = 0; i < n; ++i)
    sum += x[i] * x[i] / Float(i + 1);
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real mixedAccumulator(const Float *x, const Real *y, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += x[i] * y[i] + sum * x[i];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Long longHorner(const Long *c, int n, Long x) {
  Long p = 0;
  for (int i = n; i-- > 0;)
    p = p * x + c[i];
  return p;
}

#pragma grad
#pragma grad mode(jvp)
Real accumulateWide(const Real *x, int n) {
  Long sum = 0, squares = 0;
  for (int i = 0; i < n; ++i) {
    sum += x[i];
    squares += Long(x[i]) * x[i];
  }
  return static_cast<Real>((squares - sum * sum / n) / (n - 1));
}

#pragma grad
#pragma grad mode(jvp)
Real integersInFormula(Real x, short s, unsigned char b, long l, unsigned u, signed char c) {
  Real y = x * s + b * x * x - l / x;
  y += (u >> 1) * x + c * y;
  return y / (s + b);
}

#pragma grad
#pragma grad mode(jvp)
Real integerDivision(Real x, int n, int m) {
  Real y = x;
  for (int i = 1; i <= n; ++i)
    y += (i * m / 3) * x + (i % m) * y * 0.1 + double(i) / m;
  return y;
}

// Constants in front of and behind unsigned numbers: however the graph puts them together, they wrap around.
#pragma grad
#pragma grad mode(jvp)
Real unsignedConstants(Real x, int seed) {
  const unsigned u = seed, a = 2654435761u * u, b = u + 4000000000u + 4000000000u, c = u * 65537u * 65537u,
                 d = 7u - (5u - u), e = u - 4000000000u + 3000000000u;
  const Real scale = 1 / Real(4294967296.0);
  return x * (a * scale) + std::sin(x * (b * scale)) + x * x * (c * scale) + x / (1 + d) + x * (e * scale);
}

#pragma grad
#pragma grad mode(jvp)
Real bitTricks(Real x, unsigned mask) {
  Real y = 1;
  for (unsigned bit = 1; bit <= mask; bit <<= 1)
    if (mask & bit)
      y *= x + bit;
    else
      y -= ~mask & 3 ? x : 2 * x;
  return y;
}

#pragma grad
#pragma grad mode(jvp)
Real flags(const Real *x, const bool *used, int n) {
  bool any = false, all = true;
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    any |= used[i];
    all = all && used[i];
    sum += used[i] * x[i] * x[i];
  }
  return any ? (all ? sum : sum * 2) : x[0];
}

#pragma grad
#pragma grad mode(jvp)
Real comparisonsAsNumbers(Real x, Real y) {
  Real steps = (x > 0) + (y > 0) + (x > y);
  int sign = (x > 0) - (x < 0);
  return steps * x * y + sign * y * !(x < y);
}

enum Boundary { Periodic, Reflecting = 5, Absorbing };
#pragma grad wrt(u)
#pragma grad wrt(u) mode(jvp)
Real boundaryValue(const Real *u, int n, Boundary kind) {
  Real left = 0;
  switch (kind) {
  case Periodic:
    left = u[n - 1];
    break;
  case Reflecting:
    left = u[0];
    break;
  case Absorbing:
    break;
  }
  return (u[0] - left) * (u[0] - left) + u[1] * kind;
}

#pragma grad
#pragma grad mode(jvp)
Real lcgNoise(Real scale, uint32_t seed, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    seed = seed * 1664525u + 1013904223u;
    Real noise = (seed >> 8) / 16777216.0;
    sum += std::exp(-scale * noise) * (seed & 1 ? 1 : -1);
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real wraparound(const Real *x, unsigned char start, int n) {
  Real product = 1;
  for (int i = 0; i < n; ++i) {
    product *= 1 + x[start % 4] / 3;
    start = static_cast<unsigned char>(start + 77);
  }
  return product;
}

#pragma grad
#pragma grad mode(jvp)
Real constantsOfEachWidth(Real x) {
  const float f = 0.5f;
  const long double l = 0.25L;
  const int i = 3;
  constexpr double d = 1.5;
  return f * x + static_cast<double>(l) * x * x + i * x * x * x + d / x + 2.0f * x - 1e-2 * x;
}

#pragma grad
#pragma grad mode(jvp)
Float narrowing(Real x, Float y) {
  Float a = static_cast<Float>(x * x);
  a *= y;
  Real b = a * x;
  return static_cast<Float>(b) + a;
}

#pragma grad
#pragma grad mode(jvp)
Real negativeModulo(const Real *x, int n, int shift) {
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    int j = (i - shift) % n;
    if (j < 0)
      j += n;
    sum += x[i] * x[j] * (i + 1);
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real characters(const char *program, int n, Real x) {
  Real stack[8];
  int top = 0;
  for (int i = 0; i < n; ++i)
    switch (program[i]) {
    case 'x':
      stack[top++] = x;
      break;
    case '+':
      --top;
      stack[top - 1] += stack[top];
      break;
    case '*':
      top--;
      stack[top - 1] *= stack[top];
      break;
    case 's':
      stack[top - 1] = std::sin(stack[top - 1]);
      break;
    default:
      stack[top++] = program[i] - '0';
    }
  return stack[0];
}

#include "../exec/Generated.h"

CORPUS(floatSum, point(array({0.5, 1.25, -2}), 3).within(1e-5))
CORPUS(mixedAccumulator, point(array({0.5, 1.25, -2}), array({0.3, 0.7, 0.9}), 3).within(1e-5))
CORPUS(longHorner, point(filled(5, -1, 2), 5, 0.7))
CORPUS(accumulateWide, point(filled(6, -1, 2), 6))
CORPUS(integersInFormula, point(0.7, -3, 200, 5, 9, -2))
CORPUS(integerDivision, point(0.7, 6, 4), point(0.7, 0, 4))
CORPUS(unsignedConstants, point(0.7, 123456789), point(0.7, 2000000011), point(0.3, -5))
CORPUS(bitTricks, point(0.7, 11), point(0.7, 8))
CORPUS(flags, point(array({1, 2, 3}), array({1, 0, 1}), 3), point(array({1, 2, 3}), array({1, 1, 1}), 3),
       point(array({1, 2, 3}), array({0, 0, 0}), 3))
CORPUS(comparisonsAsNumbers, point(0.7, 0.3), point(-0.7, 0.3), point(0.7, 0.9))
CORPUS_WRT(boundaryValue, (0), point(array({1, 2, 4}), 3, 0), point(array({1, 2, 4}), 3, 5),
           point(array({1, 2, 4}), 3, 6))
CORPUS(lcgNoise, point(0.7, 12345, 9))
CORPUS(wraparound, point(filled(4, 0, 1), 250, 7))
CORPUS(constantsOfEachWidth, point(0.7))
CORPUS(narrowing, point(0.75, 1.5).within(1e-5))
CORPUS(negativeModulo, point(filled(5, -1, 1), 5, 3))
CORPUS(characters, point(array({'x', 's', '3', '*', 'x', 'x', '*', '+'}), 8, 0.7))
