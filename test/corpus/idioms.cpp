// RUN: %corpus-test %s %t
// Counters and pointers that move in ways of their own, rows of matrices as one array, base classes.
#include "CorpusCheck.h"

#include <algorithm>
#include <utility>

#pragma grad wrt(p)
#pragma grad wrt(p) mode(jvp)
Real countsDown(const Real *p, int n) {
  Real sum = 0;
  for (int c = n; c > 0; --c) {
    const Real current = *p++;
    sum += current * c * *p;
  }
  return sum;
}

#pragma grad wrt(p)
#pragma grad wrt(p) mode(jvp)
Real countsDownByTwo(const Real *p, int n) {
  Real sum = 0;
  int k = 0;
  for (int i = n; i > 1; i -= 2) {
    sum = sum * Real(0.5) + p[k] * p[k + 1] * i;
    k++;
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
void shiftsUp(Real *a, int n) {
  Real *to = a + n, *from = a + n - 1;
  for (int c = n - 1; c > 0; --c)
    *--to = *--from * c;
}

#pragma grad wrt(x)
#pragma grad wrt(x) mode(jvp)
Real sortedPairs(const Real *x) {
  std::pair<Real, int> pairs[5];
  for (int i = 0; i < 5; ++i)
    pairs[i] = {x[i], i};
  std::sort(pairs, pairs + 5);
  Real sum = 0;
  for (int i = 0; i < 5; ++i)
    sum = sum * Real(0.5) + pairs[i].first * (pairs[i].second + 1);
  return sum;
}

#pragma grad wrt(x)
#pragma grad wrt(x) mode(jvp)
Real doublesItsCounter(const Real *x, int n) {
  Real sum = 0;
  for (int i = 1; i <= n; i += i)
    sum += x[i] * x[i] * sum + x[i];
  return sum;
}

// Sums of a Fenwick tree.
#pragma grad wrt(x)
#pragma grad wrt(x) mode(jvp)
Real lowestBits(const Real *x, int n) {
  Real tree[9] = {0}, sum = 0;
  for (int k = 1; k <= n; ++k)
    for (int i = k; i <= n; i += i & -i)
      tree[i] += x[k - 1] * x[k - 1];
  for (int i = n - 1; i > 0; i -= i & -i)
    sum += tree[i] * tree[i];
  return sum;
}

#pragma grad wrt(x)
#pragma grad wrt(x) mode(jvp)
Real countersThatFeedEachOther(const Real *x, const int *step, int n) {
  Real sum = 1;
  int j = 1;
  for (int i = 0; i < n; i += step[i]) {
    sum = sum * x[i] + x[j];
    j = (j + i) % n;
  }
  for (int i = 1; i < n; i += j, j += i)
    sum *= x[i];
  for (int i = n - 1; i > 0; i -= i / 2 + 1)
    sum *= x[i];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real bisectionByChoice(Real x, Real low, Real high) {
  for (int i = 0; i < 4; ++i) {
    const Real middle = (low + high) / 2;
    (middle * middle > x ? high : low) = middle;
  }
  Real &nearer = x > 1 ? high : low;
  nearer = x;
  *(x > 2 ? &high : &low) = x * low;
  return low * low + high;
}

static Real sumOfSquares(const Real *p, int n) {
  Real sum = 0;
  for (const Real *end = p + n; p < end; ++p)
    sum += *p * *p;
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real rowsInOneRun(Real x, Real y) {
  Real m[2][2] = {{x, 1}, {2, y}}, *p = m[0];
  Real sum = sumOfSquares(&m[0][0], 4);
  for (int i = 0; i < 4; ++i)
    *p++ *= x;
  for (p = &m[1][1]; p >= m[0]; --p)
    sum += *p * m[1][0];
  return sum;
}

struct Scaled {
  Real factor;
  explicit Scaled(Real factor) : factor(factor * factor) {}
  Scaled(Real a, Real b) : Scaled(a * b) {}
};
struct Inherits : Scaled {
  Real own = 2;
  using Scaled::Scaled;
};

#pragma grad
#pragma grad mode(jvp)
Real inheritedConstructors(Real x, Real y) {
  Inherits one(x), two(x, y);
  return one.factor * one.own + two.factor * x;
}

struct Vector {
  Real at[2];
};
static Vector operator*(const Vector &a, const Vector &b) {
  return {{a.at[0] * b.at[0], a.at[0] * b.at[1] + a.at[1]}};
}
struct Shape {
  Real size;
  explicit Shape(Real size) : size(size) {}
  virtual ~Shape() = default;
  virtual Real area() const { return size * size; }
};
static Real areaOf(const Shape &shape) { return shape.area(); }

#pragma grad
#pragma grad mode(jvp)
Real temporariesInParentheses(Real x) {
  const Vector a = {{x, 1}}, b = {{2, x}};
  const Vector c = a * (b * (a * b));
  return c.at[1] + (a * b).at[1] + Shape(x).area() + areaOf(Shape(2 * x));
}

#include "../exec/Generated.h"

CORPUS_WRT(countsDown, (0), point(filled(6, -1, 1), 5))
CORPUS_WRT(countsDownByTwo, (0), point(filled(6, -1, 1), 7), point(filled(6, -1, 1), 4))
CORPUS(shiftsUp, point(filled(5, 0.3, 1.2), 5))
CORPUS_WRT(sortedPairs, (0), point(array({0.3, -0.4, 0.9, 0.1, -1.2})))
CORPUS_WRT(doublesItsCounter, (0), point(filled(9, 0.2, 1), 8))
CORPUS_WRT(lowestBits, (0), point(filled(8, 0.2, 1), 8))
CORPUS_WRT(countersThatFeedEachOther, (0), point(filled(7, 0.6, 1.4), array({1, 2, 1, 1, 2, 1, 3}), 7))
CORPUS(bisectionByChoice, point(1.3, 0.4, 2.1), point(0.6, 0.2, 1.9))
CORPUS(rowsInOneRun, point(0.7, 1.2))
CORPUS(inheritedConstructors, point(0.8, 1.3))
CORPUS(temporariesInParentheses, point(0.8))
