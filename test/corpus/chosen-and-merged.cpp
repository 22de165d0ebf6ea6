// RUN: %corpus-test %s %t
// What a loop chooses, arrays whose adjoints a loop clears, loops that could become one with another loop or
// with their adjoints and must not, and what may not be read in front of a loop.
#include "CorpusCheck.h"

#pragma grad
#pragma grad mode(jvp)
Real largestBeginsInside(const Real *x, int n) {
  Real most = x[2]; // not what would come before x[1]
  for (int i = 1; i < n; ++i)
    if (x[i] > most)
      most = x[i];
  return most * most + x[0];
}

#pragma grad
#pragma grad mode(jvp)
Real largestIsKept(const Real *x, int n) {
  Real most = x[0];
  for (int i = 1; i < n; ++i)
    most = most >= x[i] * x[i] ? most : x[i] * x[i];
  return most * most + x[0];
}

#pragma grad
#pragma grad mode(jvp)
Real readByPlaceToo(const Real *x, const int *place, int n, int count) {
  Real a[4], sum = 0;
  for (int k = 1; k <= count; ++k) {
    for (int i = 0; i < 4; ++i)
      a[i] = std::sin(x[i] * k);
    for (int i = 0; i < 4; ++i)
      sum += a[place[i]] * a[i] * x[i]; // the adjoints of two elements, or of one twice
  }
  return sum * n;
}

#pragma grad
#pragma grad mode(jvp)
Real partIsReadLast(const Real *x, int n, int count) {
  Real a[6], sum = 0;
  for (int k = 1; k <= count; ++k) {
    for (int i = 0; i < 6; ++i)
      a[i] = std::sin(x[i] * k);
    for (int i = 0; i < 6; ++i)
      sum += a[5 - i] * a[5 - i] * x[i];
    for (int i = 0; i < n; ++i)
      sum += std::cos(a[i]) * x[i];
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real firstStaysForTwo(const Real *x, int count) {
  Real a[20] = {}, sum = 0;
  for (int k = 1; k <= count; ++k) {
    for (int i = 1; i < 20; ++i)
      a[i] = std::sin(x[i] * k);
    if (k % 2 == 1) // the next iteration reads it, too
      a[0] = std::cos(x[0] * k);
    for (int i = 0; i < 20; ++i)
      sum += a[i] * a[i] * x[i];
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real cubeOfDistance(Real x, Real y, Real z) {
  const Real square = x * x + y * y;
  if (square == 0 && z == 0)
    return 1;
  const Real distance = std::sqrt(square); // zero where z is not
  return distance * distance * distance + z;
}

#pragma grad
#pragma grad mode(jvp)
Real oppositeSigns(Real x, Real y) {
  if (x > 0 && y < 0) {
    const Real quotient = x / (x + y); // infinite where they cancel
    if (std::fabs(x + y) > 0.01)
      return quotient;
  }
  return x * y;
}

#pragma grad
#pragma grad mode(jvp)
Real withoutCollisions(const Real *distance, const Real *charge, int n) {
  Real inverse[8], sum = 0;
  for (int i = 0; i < n; ++i)
    inverse[i] = 1 / (distance[i] * distance[i]); // infinite for some
  for (int i = n - 1; i >= 0; --i) {
    const Real force = charge[i] * inverse[i];
    if (distance[i] > 0.01)
      sum += std::sin(force);
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real alternating(const Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum = x[i] * x[i] - sum;
  return 2 * sum;
}

#pragma grad
#pragma grad mode(jvp)
Real previousElement(const Real *x, int n) {
  Real a[8], sum = 0;
  for (int i = 0; i < n; ++i) {
    a[i] = i > 0 ? a[i - 1] * x[i] : x[i];
    sum += a[i];
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real firstIsReadBetween(const Real *x, int n) {
  Real a[8], sum = 0;
  for (int i = 0; i < n; ++i)
    a[i] = std::sin(x[i]);
  const Real scale = a[0];
  for (int i = 0; i < n; ++i)
    sum += a[i] * a[i] * scale;
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real oneOfTwoIsGone(const Real *x, int n, bool isShort) {
  Real *p = new Real[2], *q = new Real[2];
  p[0] = x[0] * x[0], q[0] = x[1] * x[2];
  Real *unused = isShort ? p : q;
  delete[] unused;
  // Where p is gone, the loop does not run.
  const int count = isShort ? 0 : n;
  Real sum = x[0];
  for (int i = 0; i < count; ++i)
    sum += p[0] * x[i];
  delete[] (isShort ? q : p);
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real goneInNextIteration(const Real *x, int n, int steps) {
  Real *p = new Real[2], *q = new Real[2];
  p[0] = x[0] * x[0], q[0] = x[1] * x[2];
  Real *parts[2] = {p, q};
  Real sum = x[0];
  for (int k = 0; k < steps; ++k) {
    const int count = k == 0 ? n : 0; // p is gone later
    for (int i = 0; i < count; ++i)
      sum += p[0] * x[i];
    sum += parts[k][0] * sum;
    sum = std::sin(sum) * x[k] + std::cos(x[k]) * x[1];
    delete[] parts[k];
  }
  return sum;
}

#include "../exec/Generated.h"

CORPUS(largestBeginsInside, point(array({1, 2, 5, 4}), 4), point(array({1, 2, 5, 7}), 4))
CORPUS(largestIsKept, point(array({0.5, 1, 2, 1.5}), 4), point(array({5, 1, 2, 1.5}), 4))
CORPUS(readByPlaceToo, point(filled(4, 0.5, 1.5), array({1, 3, 0, 0}), 2, 3))
CORPUS(partIsReadLast, point(filled(6, 0.5, 1.5), 3, 3))
CORPUS(firstStaysForTwo, point(filled(20, 0.5, 1.5), 4))
CORPUS(cubeOfDistance, point(0, 0, 1), point(0.5, -0.25, 1))
CORPUS(oppositeSigns, point(1.5, -1.5), point(2, -0.5))
CORPUS(withoutCollisions, point(array({0.5, 0, 2}), filled(3, 0.5, 1.5), 3))
CORPUS(alternating, point(filled(5, -1, 1), 5))
CORPUS(previousElement, point(filled(5, 0.5, 1.5), 5))
CORPUS(firstIsReadBetween, point(filled(5, 0.5, 1.5), 5))
CORPUS(oneOfTwoIsGone, point(filled(4, 0.5, 1.5), 4, 0), point(filled(4, 0.5, 1.5), 4, 1))
CORPUS(goneInNextIteration, point(filled(4, 0.5, 1.5), 4, 2))
