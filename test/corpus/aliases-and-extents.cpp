// RUN: %corpus-test %s %t
// Which elements one access means and which another: scratch arrays that an iteration fills in part, indices
// that meet or do not, and what a loop or a call leaves as it was.
#include "CorpusCheck.h"

#include <tuple>

// All of the scratch array is read, but the first element is what an earlier iteration has left.
#pragma grad
#pragma grad mode(jvp)
Real firstElementIsLeft(const Real *x, int n) {
  Real scratch[12] = {}, sum = 0;
  for (int i = 0; i < n; ++i) {
    for (int j = 1; j < 12; ++j)
      scratch[j] = x[i] * j;
    for (int j = 0; j < 12; ++j)
      sum += scratch[j] * scratch[j];
    scratch[0] = x[i] * x[i];
  }
  return sum;
}

// So is the last one.
#pragma grad
#pragma grad mode(jvp)
Real lastElementIsLeft(const Real *x, int n) {
  Real scratch[12] = {}, sum = 0;
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < 11; ++j)
      scratch[j] = x[i] * j;
    for (int j = 0; j < 12; ++j)
      sum += scratch[j] * scratch[j];
    scratch[11] = x[i] * x[i];
  }
  return sum;
}

// Where the branch is not taken, all of it is from an earlier iteration.
#pragma grad
#pragma grad mode(jvp)
Real filledNowAndThen(const Real *x, int n) {
  Real scratch[12] = {}, sum = 0;
  for (int i = 0; i < n; ++i) {
    if (x[i] > 0)
      for (int j = 0; j < 12; ++j)
        scratch[j] = x[i] * j;
    for (int j = 0; j < 12; ++j)
      sum += scratch[j] * scratch[j] * x[i];
  }
  return sum;
}

// The loop that comes last, and whose adjoints are the first, uses a part of the row: those of the rest have
// to be zero again in the next iteration.
#pragma grad
#pragma grad mode(jvp)
Real partOfTheRow(const Real *x, int n) {
  Real row[16], sum = 1;
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < 16; ++j)
      row[j] = x[i] * (j + 1);
    for (int j = 1; j < 16; ++j)
      sum = sum * 0.9 + row[j] * sum * 0.01;
    for (int j = 0; j < 10; ++j)
      sum += row[j] * row[j] * sum * 0.01;
  }
  return sum;
}

// Two elements of one member, which may be the same.
struct Twins {
  Real a[3], b[3];
};
[[maybe_unused]] static auto fieldsOf(Twins &twins) { return std::tie(twins.a, twins.b); }

#pragma grad
#pragma grad mode(jvp)
Real twoIndicesOfOneMember(Twins &twins, int i, int j) {
  const Real before = twins.a[i];
  twins.a[j] = before * before + twins.b[i];
  return twins.a[i] * twins.b[j] + before;
}

// Numbers in offset binary: modulo 2^32, the two offsets are none.
#pragma grad
#pragma grad mode(jvp)
Real offsetBinary(Real *x, int i, int j) {
  const unsigned a = unsigned(i) + 0x80000000u, b = unsigned(j) + 0x80000000u;
  const int at = int(a + b);
  const Real before = x[i + j];
  x[at] = before * before;
  return x[i + j] * before * at;
}

// The first loop adds all to one element, and the second one needs the sum of all.
#pragma grad
#pragma grad mode(jvp)
Real sharesOfTotal(const Real *x, int n, int k) {
  Real totals[3] = {};
  for (int i = 0; i < n; ++i)
    totals[k] += x[i] * x[i];
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += totals[k] * x[i];
  return sum;
}

// The index grows with the loop, and yet several iterations change one element.
#pragma grad
#pragma grad mode(jvp)
Real shiftedProducts(const Real *x, const int *shift, int n) {
  Real products[20];
  for (int i = 0; i < 20; ++i)
    products[i] = x[i % n] + i;
  for (int i = 0; i < n; ++i)
    products[i + shift[i]] *= x[i];
  Real sum = 0;
  for (int i = 0; i < 20; ++i)
    sum += products[i] * (i + 1);
  return sum;
}

// What there was in front of a loop is what there is behind it, if it never runs.
#pragma grad
#pragma grad mode(jvp)
Real keptWithoutIterations(Real x, Real y, int n) {
  Real kept = x * x;
  for (int i = 0; i < n; ++i)
    kept = 0.5 * i;
  return kept * y + kept;
}
#pragma grad
#pragma grad mode(jvp)
Real lastOrOther(const Real *x, const Real *y, int n) {
  const Real *p = x;
  for (int i = 0; i < n; ++i)
    p = y + i;
  return *p * *p;
}

// What is read in front of the call is something else behind it.
static Real decay(Real *x, int n) {
  if (n == 0)
    return x[0];
  x[n - 1] = x[n - 1] * x[n] * 0.5 + x[n];
  return decay(x, n - 1) * x[n];
}
#pragma grad
#pragma grad mode(jvp)
Real readBeforeTheCall(Real *x, int n) {
  Real product = 1;
  for (int i = 0; i <= n; ++i)
    product *= 1 + x[i] * x[i];
  return decay(x, n) * product;
}

#include "../exec/Generated.h"

CORPUS(firstElementIsLeft, point(filled(4, -1, 1), 4), point(filled(1, -1, 1), 1))
CORPUS(lastElementIsLeft, point(filled(4, -1, 1), 4), point(filled(1, -1, 1), 1))
CORPUS(filledNowAndThen, point(array({0.5, -0.7, -0.3, 0.8}), 4), point(array({-0.5, 0.7}), 2))
CORPUS(partOfTheRow, point(filled(4, -1, 1), 4), point(filled(1, -1, 1), 1))
CORPUS(twoIndicesOfOneMember, point(filled(6, -1, 1), 1, 1), point(filled(6, -1, 1), 1, 2))
CORPUS(offsetBinary, point(filled(5, -1, 1), 1, 2), point(filled(5, -1, 1), -1, 1))
CORPUS(sharesOfTotal, point(filled(4, -1, 1), 4, 1), point(filled(4, -1, 1), 0, 2))
CORPUS(shiftedProducts, point(filled(4, -1, 1), array({3, 2, 1, 1}), 4),
       point(filled(4, -1, 1), array({0, 1, 0, 0}), 4))
CORPUS(keptWithoutIterations, point(0.7, 0.4, 0), point(0.7, 0.4, 2))
CORPUS(lastOrOther, point(filled(3, -1, 1), filled(3, -1, 1), 3),
       point(filled(3, -1, 1), filled(3, -1, 1), 0))
CORPUS(readBeforeTheCall, point(filled(4, -1, 1), 3), point(filled(1, -1, 1), 0))
