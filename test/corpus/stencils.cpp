// RUN: %corpus-test %s %t
// Stencils: what iterations add to one element meets in the reverse loop. With fewer points than neighbours,
// with buffers that change roles, with one that is both, with steps that leave gaps.
#include "CorpusCheck.h"

#include <utility>

#pragma grad
#pragma grad mode(jvp)
void secondDifference(const Real *u, Real *out, int n, Real k) {
  for (int i = 1; i < n - 1; ++i)
    out[i] = u[i] + k * (u[i - 1] - 2 * u[i] + u[i + 1]);
}

#pragma grad wrt(u, out)
#pragma grad mode(jvp) wrt(u, out)
void fivePoints(const Real *u, Real *out, int n) {
  for (int i = 2; i < n - 2; ++i)
    out[i] = (-u[i - 2] + 8 * u[i - 1] - 8 * u[i + 1] + u[i + 2]) / 12;
}

#pragma grad
#pragma grad mode(jvp)
Real heat(Real *u, int n, int steps, Real k) {
  Real *spare = new Real[n + 1], *now = u, *next = spare;
  for (int i = 0; i < n; ++i)
    next[i] = now[i];
  for (int t = 0; t < steps; ++t) {
    for (int i = 1; i < n - 1; ++i)
      next[i] = now[i] + k * (now[i - 1] - 2 * now[i] + now[i + 1]);
    std::swap(now, next);
  }
  Real energy = 0;
  for (int i = 0; i < n; ++i)
    energy += now[i] * now[i];
  delete[] spare;
  return energy;
}

// Given one array twice, each point sees its left neighbour's new value.
static void sweep(const Real *from, Real *to, int n, Real k) {
  for (int i = 1; i < n - 1; ++i)
    to[i] = k * from[i - 1] + (1 - 2 * k) * from[i] + k * from[i + 1];
}
#pragma grad
#pragma grad mode(jvp)
Real sweepsInPlace(Real *u, int n, Real k) {
  Real other[12] = {};
  for (int i = 0; i < n; ++i)
    other[i] = u[i];
  const Real *from = other;
  for (int t = 0; t < 4; ++t) {
    sweep(from, u, n, k);
    from = t % 2 ? u : other;
  }
  return n > 2 ? u[1] * u[n - 2] : 1;
}

// In one array, with a distance that only the caller knows.
#pragma grad wrt(u)
#pragma grad mode(jvp) wrt(u)
void shifted(Real *u, int n, int shift) {
  Real *to = u + shift;
  for (int i = 1; i < n - 1; ++i)
    to[i] = 0.5 * u[i - 1] + u[i] * 0.25 + u[i + 1];
}

#pragma grad
#pragma grad mode(jvp)
Real heatOfAPlate(const Real *u, int rows, int columns, Real k) {
  Real *next = new Real[rows * columns]();
  for (int i = 1; i < rows - 1; ++i)
    for (int j = 1; j < columns - 1; ++j)
      next[i * columns + j] =
          u[i * columns + j] + k * (u[(i - 1) * columns + j] + u[(i + 1) * columns + j] +
                                    u[i * columns + j - 1] + u[i * columns + j + 1] - 4 * u[i * columns + j]);
  Real sum = 0;
  for (int i = 0; i < rows * columns; ++i)
    sum += next[i] * next[i] * (i + 1);
  delete[] next;
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
void burgers(const Real *u, Real *next, int n, Real dt) {
  for (int i = 1; i < n - 1; ++i)
    next[i] = u[i] - dt * u[i] * (u[i + 1] - u[i - 1]) + 0.1 * (u[i - 1] - 2 * u[i] + u[i + 1]);
}

#pragma grad wrt(u, weight)
#pragma grad mode(jvp) wrt(u, weight)
Real weighted(const Real *u, const Real *weight, int n) {
  Real sum = 0;
  for (int i = 0; i < n - 1; ++i)
    sum += weight[i] * u[i] * u[i + 1];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
void everySecond(const Real *u, Real *out, int n) {
  for (int i = 2; i < n - 2; i += 2)
    out[i] = u[i - 2] + 3 * u[i + 2] - u[i + 1];
}

#pragma grad
#pragma grad mode(jvp)
void mirrored(const Real *u, Real *out, int n) {
  for (int i = 1; i < n - 1; ++i)
    out[i] = u[n - 1 - i] + 2 * u[n - i] - u[n - 2 - i];
}

#pragma grad
#pragma grad mode(jvp)
void wave(Real *before, Real *now, int n, Real c) {
  for (int i = 1; i < n - 1; ++i)
    before[i] = 2 * now[i] - before[i] + c * (now[i - 1] - 2 * now[i] + now[i + 1]);
}

#pragma grad
#pragma grad mode(jvp)
void twoAtOnce(const Real *u, const Real *v, Real *out, int n) {
  for (int i = 1; i < n - 1; ++i) {
    out[i] += u[i - 1] - u[i + 1] + v[i];
    out[i] -= v[i + 1] * 3 - v[i - 1];
  }
}

#include "../exec/Generated.h"

CORPUS(secondDifference, point(filled(7, -1, 2), filled(7, 0, 1), 7, 0.3),
       point(filled(3, -1, 2), filled(3, 0, 1), 3, 0.3), point(filled(4, -1, 2), filled(4, 0, 1), 4, 0.3),
       point(filled(2, -1, 2), filled(2, 0, 1), 2, 0.3), point(filled(1, -1, 2), filled(1, 0, 1), 1, 0.3),
       point(filled(1, -1, 2), filled(1, 0, 1), 0, 0.3))
CORPUS_WRT(fivePoints, (0, 1), point(filled(11, -1, 2), filled(11, 0, 1), 11),
           point(filled(5, -1, 2), filled(5, 0, 1), 5), point(filled(6, -1, 2), filled(6, 0, 1), 6),
           point(filled(7, -1, 2), filled(7, 0, 1), 7), point(filled(8, -1, 2), filled(8, 0, 1), 8),
           point(filled(9, -1, 2), filled(9, 0, 1), 9), point(filled(4, -1, 2), filled(4, 0, 1), 4),
           point(filled(1, -1, 2), filled(1, 0, 1), 1))
CORPUS(heat, point(filled(9, -1, 2), 9, 5, 0.2), point(filled(9, -1, 2), 9, 6, 0.2),
       point(filled(3, -1, 2), 3, 3, 0.2), point(filled(2, -1, 2), 2, 3, 0.2),
       point(filled(4, -1, 2), 4, 0, 0.2))
CORPUS(sweepsInPlace, point(filled(12, -1, 2), 12, 0.2), point(filled(5, -1, 2), 5, 0.2),
       point(filled(3, -1, 2), 3, 0.2), point(filled(2, -1, 2), 2, 0.2))
CORPUS_WRT(shifted, (0), point(filled(12, -1, 2), 6, 0), point(filled(12, -1, 2), 6, 1),
           point(filled(12, -1, 2), 6, 2), point(filled(12, -1, 2), 6, 3), point(filled(12, -1, 2), 6, 6),
           point(filled(12, -1, 2), 4, 5), point(filled(12, -1, 2), 2, 1))
CORPUS(heatOfAPlate, point(filled(30, -1, 2), 5, 6, 0.2), point(filled(9, -1, 2), 3, 3, 0.2),
       point(filled(12, -1, 2), 3, 4, 0.2), point(filled(8, -1, 2), 4, 2, 0.2))
CORPUS(burgers, point(filled(8, -1, 2), filled(8, 0, 1), 8, 0.1),
       point(filled(3, -1, 2), filled(3, 0, 1), 3, 0.1))
CORPUS_WRT(weighted, (0, 1), point(filled(8, -1, 2), filled(8, 0, 1), 8),
           point(filled(2, -1, 2), filled(2, 0, 1), 2), point(filled(1, -1, 2), filled(1, 0, 1), 1))
CORPUS(everySecond, point(filled(11, -1, 2), filled(11, 0, 1), 11),
       point(filled(5, -1, 2), filled(5, 0, 1), 5))
CORPUS(mirrored, point(filled(9, -1, 2), filled(9, 0, 1), 9))
CORPUS(wave, point(filled(9, -1, 2), filled(9, 0, 1), 9, 0.3),
       point(filled(3, -1, 2), filled(3, 0, 1), 3, 0.3))
CORPUS(twoAtOnce, point(filled(9, -1, 2), filled(9, 0, 1), filled(9, 0, 1), 9))
