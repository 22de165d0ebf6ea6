// RUN: %corpus-test %s %t
// What the reverse sweep finds in memory, on its tapes and in its snapshots: of loops that count by two or
// down, of arrays that a loop begins with zeros, of values that are read again behind a write.
#include "CorpusCheck.h"

#ifdef __clang__
#pragma clang diagnostic ignored "-Wvla-cxx-extension"
#endif

/// The test passes the same number on under two names: both adjoints count. (The detour over the array keeps
/// the names apart until the last simplification.)
#pragma grad
#pragma grad mode(jvp)
Real testedUnderTwoNames(Real x, Real y, int k) {
  Real last = 0, *kept[2];
  kept[k] = &last;
  Real *p = kept[k];
  while ((*p = x) < 100)
    x = *p * x + y * x;
  return x * last;
}

/// An odd number of iterations, rounded up: with a row too short, the next one begins in it.
#pragma grad
#pragma grad mode(jvp)
Real everySecond(const Real *x, int n) {
  Real sum = 1;
  for (int k = 0; k < n; ++k)
    for (int i = 0; i < 39; i += 2)
      sum = std::sin(sum * x[k] + i);
  return sum;
}

/// A loop without state: its reverse sweep comes in the same iteration.
#pragma grad
#pragma grad mode(jvp)
Real binsOfItsOwn(const Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    Real bin[3] = {};
    for (int j = 0; j < n; ++j)
      bin[(i * j) % 3] += x[j] * x[i] * (1 + j);
    sum += bin[0] * bin[1] + bin[2] * bin[0];
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real binsBetweenSnapshots(const Real *x, int n) {
  Real sum = 0;
#pragma grad checkpoint(2)
  for (int i = 0; i < n; ++i) {
    Real bin[3] = {};
    for (int j = 0; j < n; ++j)
      bin[(i * j) % 3] += x[j] * x[i] * (1 + j);
    sum += bin[0] * bin[1] + bin[2] * bin[0] * sum;
  }
  return sum;
}

/// Pointers beside the numbers: the array stays in its loop.
struct Bin {
  Real sum;
  const Real *last;
};
#pragma grad
#pragma grad mode(jvp)
Real binsWithPointers(const Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    Bin bins[3] = {};
    for (int j = 0; j < n; ++j) {
      Bin &bin = bins[(i * j) % 3];
      bin.sum += x[j] * x[i] * (1 + j);
      bin.last = x + j;
    }
    for (const Bin &bin : bins)
      if (bin.last)
        sum += bin.sum * *bin.last * sum + bin.sum;
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real countsDownBetweenSnapshots(const Real *a, Real x, int n) {
  Real sum = 0;
#pragma grad checkpoint(2)
  for (int i = n - 1; i >= 0; --i)
    sum = std::sin(sum * x) + a[i];
  return sum;
}

/// The old values are needed for the adjoint of what stands behind the write, before the write is undone.
#pragma grad
#pragma grad mode(jvp)
Real oldAndNew(const Real *start, int n, int sweeps) {
  Real u[16];
  for (int i = 0; i < n; ++i)
    u[i] = start[i];
  Real sum = 0;
  for (int k = 0; k < sweeps; ++k)
    for (int i = 1; i < n - 1; ++i) {
      const Real old = u[i];
      u[i] = 0.3 * old * old * u[i - 1] * u[i - 1] + 0.2 * u[i + 1] * u[i + 1] * old;
      sum += old * u[i] * sum + old * old;
    }
  return sum;
}

/// What is overwritten first was never written, and as a truth value it must not be read so.
#pragma grad
#pragma grad mode(jvp)
Real undoneTruthValues(const Real *x, int n) {
  bool high[n];
  Real sum = 0.5;
  for (int i = 0; i < 3; ++i)
    high[i] = x[i] > 0.5;
  for (int i = 3; i < n; ++i) {
    if (high[i - 1])
      sum *= x[i];
    if (high[i - 2])
      sum += std::sin(sum * x[i - 1]);
    if (high[i - 3])
      sum += x[i - 2] * sum;
    high[i] = x[i] * sum > 0.5;
  }
  return sum;
}

/// Undone or recorded, numbers beside pointers that change as well.
struct Node {
  Real value;
  const Real *weight;
};
#pragma grad
#pragma grad mode(jvp)
Real numbersBesidePointers(const Real *x, const Real *w, int n) {
  Node nodes[8];
  for (int i = 0; i < n; ++i)
    nodes[i] = {x[i], w + i};
  Real total = 0;
  for (int i = 0; i < n; ++i) {
    Real square = 0;
    for (int j = 0; j < n; ++j)
      square += nodes[j].value * nodes[j].value * *nodes[j].weight;
    nodes[i].value *= 1 + square;
    nodes[i].weight = w + (i * i) % n;
    total += square * square;
  }
  return total;
}

#include "../exec/Generated.h"

CORPUS(testedUnderTwoNames, point(1.3, 0.4, 1), point(200, 0.4, 0))
CORPUS(everySecond, point(filled(3, 0.2, 1), 3))
CORPUS(binsOfItsOwn, point(filled(5, 0.2, 1), 5))
CORPUS(binsBetweenSnapshots, point(filled(5, 0.2, 1), 5))
CORPUS(binsWithPointers, point(filled(5, 0.2, 1), 5))
CORPUS(countsDownBetweenSnapshots, point(filled(5, 0.2, 1), 0.7, 5))
CORPUS(oldAndNew, point(filled(6, 0.5, 1), 6, 3))
CORPUS(undoneTruthValues, point(filled(9, 0.1, 2), 9))
CORPUS(numbersBesidePointers, point(filled(4, 0.5, 1), filled(4, 1, 2), 4))
