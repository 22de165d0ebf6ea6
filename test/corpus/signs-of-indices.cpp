// RUN: %corpus-test %s %t
// Integers that are computed without a sign and are used with one: as an index they may be negative, and what
// is larger on the way than an int holds does no harm.
#include "CorpusCheck.h"

#pragma grad
#pragma grad mode(jvp)
Real fromBehind(const Real *x, int n, int i, int j) {
  const int at = int(unsigned(i) - unsigned(j));
  return (x + n)[at] * at;
}

#pragma grad
#pragma grad mode(jvp)
Real chosenIndex(const Real *x, int n, int i, int j) {
  const int at = int(unsigned(i) - unsigned(j)), k = x[0] > 0 ? at : -1;
  return (x + n)[k] * x[0] * k;
}

#pragma grad
#pragma grad mode(jvp)
Real middleOfALocal(const Real *x, int n, int i, int j) {
  const int at = int(unsigned(i) - unsigned(j));
  Real t[8];
  for (int k = 0; k < 8; ++k)
    t[k] = x[k % n] * at;
  Real *const middle = t + 4;
  middle[at] *= x[1] * at;
  return middle[at] * t[0] + middle[at - 1];
}

#pragma grad
#pragma grad mode(jvp)
Real pointerMovedBack(const Real *x, int n, int i, int j) {
  const int by = int(unsigned(i) - unsigned(j));
  const Real *p = x + n;
  p += by;
  const Real last = *p * by;
  p -= by + n;
  return last * *p;
}

#pragma grad
#pragma grad mode(jvp)
Real orderOfIndices(const Real *x, int n, int i, int j) {
  const int at = int(unsigned(i) - unsigned(j)), order[3] = {at, at - 1, -n};
  Real product = 1;
  for (int k = 0; k < 3; ++k)
    product *= (x + n)[order[k]] * order[k];
  return product;
}

// The sum of two times may be larger than an int holds.
#pragma grad
#pragma grad mode(jvp)
Real delayed(const Real *x, int time, int delay, int start) {
  return x[int(unsigned(time) + unsigned(delay) - unsigned(start))] * x[0];
}

// The product is i for every even i.
#pragma grad
#pragma grad mode(jvp)
Real everySecond(const Real *x, int n) {
  Real product = 1;
  for (int i = 0; i < n; i += 2)
    product *= x[int(unsigned(i) * 0x80000001u)];
  return product;
}

#include "../exec/Generated.h"

CORPUS(fromBehind, point(filled(4, 0.1, 1), 4, 1, 2), point(filled(4, 0.1, 1), 4, 0, 4))
CORPUS(chosenIndex, point(filled(4, 0.1, 1), 4, 1, 3), point(filled(4, -1, -0.1), 4, 1, 3))
CORPUS(middleOfALocal, point(filled(4, 0.1, 1), 4, 1, 3))
CORPUS(pointerMovedBack, point(filled(4, 0.1, 1), 4, 1, 3))
CORPUS(orderOfIndices, point(filled(4, 0.1, 1), 4, 1, 3))
CORPUS(delayed, point(filled(6, -1, 1), 5, 2147483647, 2147483647))
CORPUS(everySecond, point(filled(6, -1, 1), 6))
