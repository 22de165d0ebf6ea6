// RUN: %corpus-test %s %t
// Loops of every form: up, down, strides, several variables, bounds at run time.
#include "CorpusCheck.h"

#pragma grad
#pragma grad mode(jvp)
Real dotProduct(const Real *x, const Real *y, int n) {
  Real sum = 0;
  for (int i = 0; i < n; i++)
    sum += x[i] * y[i];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real horner(const Real *c, int n, Real x) {
  Real p = c[n - 1];
  for (int i = n - 2; i >= 0; i--)
    p = p * x + c[i];
  return p;
}

#pragma grad
#pragma grad mode(jvp)
Real alternating(const Real *x, int n) {
  Real even = 1, odd = 0;
  for (int i = 0; i < n; i += 2)
    even *= x[i];
  for (int i = 1; i < n; i += 2)
    odd += std::sin(x[i]);
  return even - odd;
}

#pragma grad
#pragma grad mode(jvp)
Real fromBothEnds(const Real *x, int n) {
  Real sum = 0;
  for (int i = 0, j = n - 1; i < j; ++i, --j)
    sum += x[i] * x[j] * x[j];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real growingStride(Real x, int n) {
  Real sum = x;
  for (int i = 1; i < n; i *= 2)
    sum = std::sin(sum) + i * x;
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real boundChangesInside(Real x, int n) {
  Real y = x;
  for (int i = 0; i < n; ++i) {
    y = y * x + 0.5;
    if (i % 3 == 1)
      --n;
  }
  return y * n;
}

#pragma grad
#pragma grad mode(jvp)
Real counterChangesInside(const Real *x, int n) {
  Real product = 1;
  for (int i = 0; i < n; ++i) {
    product *= x[i] + product;
    if (i == 2)
      i += 2;
  }
  return product;
}

#pragma grad
#pragma grad mode(jvp)
Real triangle(const Real *a, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    Real row = 1;
    for (int j = 0; j <= i; ++j)
      row *= a[i * n + j];
    sum += row * row;
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real threeDeep(Real x, Real y, int n) {
  Real total = 0;
  for (int i = 1; i <= n; ++i)
    for (int j = i; j > 0; --j)
      for (int k = 0; k < 2; ++k) {
        Real t = std::exp(-x * i) + y * j * (k + 1);
        total += t * t / (i + j);
      }
  return total;
}

#pragma grad
#pragma grad mode(jvp)
Real countedDown(Real x, unsigned n) {
  Real y = 1;
  while (n--)
    y = std::cos(y * x);
  return y;
}

#pragma grad
#pragma grad mode(jvp)
Real collatz(Real x, int n) {
  Real y = x;
  while (n != 1) {
    n = n % 2 == 0 ? n / 2 : 3 * n + 1;
    y += std::sin(y) / n;
  }
  return y;
}

#pragma grad
#pragma grad mode(jvp)
Real untilSmall(Real x) {
  Real term = x, sum = x;
  int k = 1;
  while (std::fabs(term) > 1e-3) {
    term *= -x * x / ((k + 1) * (k + 2));
    sum += term;
    k += 2;
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real atLeastOnce(Real x, Real limit) {
  Real y = x;
  do
    y = y * y + x;
  while (y < limit);
  return y;
}

#pragma grad
#pragma grad mode(jvp)
Real rangeOverArray(Real a, Real b, Real c) {
  Real values[] = {a, b * c, c - a};
  Real sum = 0;
  for (Real v : values)
    sum += v * v * a;
  for (Real &v : values)
    v *= sum;
  for (const Real &v : values)
    sum -= v / 3;
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real loopWithoutHead(Real x, int n) {
  Real y = x;
  int i = 0;
  for (;;) {
    if (i >= n)
      break;
    y = std::sqrt(1 + y * x);
    ++i;
  }
  return y;
}

#pragma grad
#pragma grad mode(jvp)
Real realCounter(Real x, Real step) {
  Real area = 0;
  for (Real t = 0; t < 2; t += step)
    area += std::exp(-t * x) * step;
  return area;
}

#pragma grad
#pragma grad mode(jvp)
Real stepInsideCondition(const Real *x, int n) {
  Real sum = 0;
  int i = -1;
  while (++i < n)
    sum = sum * 0.5 + x[i] * x[i];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real logistic(Real r, Real x, int n) {
  for (int i = 0; i < n; ++i)
    x = r * x * (1 - x);
  return x;
}

#pragma grad
#pragma grad mode(jvp)
Real fibonacciLike(Real a, Real b, int n) {
  for (int i = 0; i < n; ++i) {
    Real next = a * b + b;
    a = b;
    b = next / (1 + a * a);
  }
  return a + 2 * b;
}

#pragma grad
#pragma grad mode(jvp)
Real unevenSteps(const Real *x, long n, long step) {
  Real sum = 0;
  for (long i = n - 1; i >= 0; i -= step)
    sum += x[i] * std::log(x[i]) * static_cast<Real>(i + 1);
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real sizeCounter(const Real *x, std::size_t n) {
  Real best = 0;
  for (std::size_t i = n; i-- > 0;)
    best += x[i] * x[n - 1 - i] / static_cast<Real>(i + 1);
  return best;
}

// Conditions on what the counter will be.
#pragma grad
#pragma grad mode(jvp)
Real neighbours(const Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i + 1 < n; ++i)
    sum += x[i] * x[i + 1];
  for (int i = n - 1; i - 2 >= 0; --i)
    sum += x[i] / (x[i - 2] * x[i - 2] + 1);
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real unsignedNeighbours(const Real *x, std::size_t n) {
  Real sum = 1;
  for (std::size_t i = 0; i + 1 < n; i++)
    sum *= x[i] - 2 * x[i + 1];
  for (std::size_t i = 1; 1 + i <= n; i += 2)
    sum += x[i - 1] * x[i];
  for (int i = 0; i + std::size_t(2) < n; ++i)
    sum += std::sin(x[i] * x[i + 2]);
  for (std::size_t i = n - 1; i + 1 > 0; --i)
    sum *= 1.25 + x[i] * x[i];
  // Never, for 0 - 1 is a large number here.
  for (std::size_t i = 0; i - 1 < n; ++i)
    sum += 100 * x[i];
  return sum;
}

// Behind the loop, the counter is where the condition failed.
#pragma grad
#pragma grad mode(jvp)
Real counterBehind(const Real *x, int n, int ahead) {
  Real sum = 0;
  int i;
  for (i = 0; i + 3 <= n; i += 2)
    sum += x[i] * x[i + 1] * x[i + 2];
  sum *= i;
  for (i = ahead; i + 1 < n; ++i)
    sum += x[i] * x[i];
  return sum + i * x[0];
}

#pragma grad
#pragma grad mode(jvp)
Real constantPassedOn(Real a, Real c) {
  Real y = a, s = 0;
  do {
    s += y * c;
    y = c;
  } while (s < 10);
  return s * y;
}

#pragma grad
#pragma grad mode(jvp)
Real resetInEveryPass(Real x, const Real *start, int n) {
  Real velocity = x, distance = 0, next = start[0];
  int i = 0;
#pragma grad checkpoint(2)
  do {
    distance += velocity * next;
    velocity = 0.9 * next + std::sin(distance);
    next = start[1];
    if (distance > 40)
      break;
  } while (++i < n);
  return distance * velocity + next;
}

#include "../exec/Generated.h"

CORPUS(dotProduct, point(filled(5, -1, 2), filled(5, 0, 3), 5), point(array({2}), array({3}), 0))
CORPUS(horner, point(array({1, -2, 3, 0.5}), 4, 0.7), point(array({2}), 1, 3))
CORPUS(alternating, point(filled(7, 0.5, 2), 7), point(filled(2, 1, 2), 2))
CORPUS(fromBothEnds, point(filled(7, -1, 2), 7), point(filled(6, -1, 2), 6))
CORPUS(growingStride, point(0.3, 20), point(1.3, 1), point(0.7, 2))
CORPUS(boundChangesInside, point(0.8, 9), point(1.1, 0), point(1.1, 1))
CORPUS(counterChangesInside, point(filled(9, 0.2, 0.9), 9), point(filled(2, 0.2, 0.9), 2))
CORPUS(triangle, point(filled(16, 0.5, 2), 4), point(filled(1, 0.5, 2), 1))
CORPUS(threeDeep, point(0.4, 0.3, 4), point(0.4, 0.3, 0))
CORPUS(countedDown, point(0.7, 6), point(0.7, 0))
CORPUS(collatz, point(0.4, 7), point(0.4, 1))
CORPUS(untilSmall, point(0.9), point(3.1), point(1e-4))
CORPUS(atLeastOnce, point(1.1, 50), point(0.5, -1))
CORPUS(rangeOverArray, point(0.5, 1.5, -0.7))
CORPUS(loopWithoutHead, point(0.7, 5), point(0.7, 0))
CORPUS(realCounter, point(0.6, 0.13), point(-0.2, 0.7))
CORPUS(stepInsideCondition, point(filled(6, -1, 2), 6))
CORPUS(logistic, point(3.2, 0.3, 8), point(2.5, 0.6, 0))
CORPUS(fibonacciLike, point(0.5, 0.8, 7), point(0.5, 0.8, 0))
CORPUS(unevenSteps, point(filled(8, 0.5, 2), 8, 3), point(filled(8, 0.5, 2), 8, 1))
CORPUS(sizeCounter, point(filled(5, -1, 2), 5), point(filled(1, 1, 2), 1))
CORPUS(neighbours, point(filled(6, -1, 2), 6), point(filled(1, 1, 2), 1), point(filled(1, 1, 2), 0))
CORPUS(unsignedNeighbours, point(filled(6, -1, 2), 6), point(filled(1, 1, 2), 0), point(filled(2, 1, 2), 1))
CORPUS(counterBehind, point(filled(7, -1, 2), 7, 2), point(filled(7, -1, 2), 2, 5),
       point(filled(7, -1, 2), 3, 2))
CORPUS(constantPassedOn, point(1, 1.3), point(3, 1.7), point(30, 0.8))
CORPUS(resetInEveryPass, point(0.7, array({0.3, 1.1}), 6), point(0.7, array({0.3, 1.1}), 0),
       point(0.7, array({0.3, 9}), 6))
