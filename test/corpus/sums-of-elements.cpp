// RUN: %corpus-test %s %t
// Loops that add to the adjoint of one element in each iteration, and to that of others, which may be the
// same.
#include "CorpusCheck.h"

#pragma grad
#pragma grad mode(jvp)
Real pairs(const Real *x, const Real *charge, int n) {
  Real energy = 0;
  for (int i = 0; i < n; ++i)
    for (int j = i + 1; j < n; ++j) {
      const Real dx = x[2 * i] - x[2 * j], dy = x[2 * i + 1] - x[2 * j + 1];
      energy += charge[i] * charge[j] / std::sqrt(dx * dx + dy * dy + 0.01);
    }
  return energy;
}

/// There is no element where the loop does not run.
#pragma grad
#pragma grad mode(jvp)
Real noSuchElement(const Real *x, const Real *y, int at, int n) {
  Real sum = 1;
  for (int j = 0; j < n; ++j)
    sum += std::sin(x[at] * y[j]) + x[at] * y[j];
  for (int j = n; j > 0; j -= 2)
    sum += x[at] * y[j - 1] * y[j - 1];
  return sum * sum;
}

/// The element is one of those that the loop runs through.
static Real against(const Real *x, const Real *y, int at, int n) {
  Real sum = 0;
  for (int j = 0; j < n; ++j)
    sum += std::cos(x[at] - y[j]) * y[j] + x[at] * x[j];
  return sum;
}
#pragma grad
#pragma grad mode(jvp)
Real againstAtDistance(Real *x, int at, int n, int distance) {
  return against(x, x + distance, at, n) * against(x + distance, x, at, n);
}

/// What a step reads of the element, it changes.
#pragma grad
#pragma grad mode(jvp)
Real changedInEachStep(Real *x, int at, int n) {
  for (int j = 0; j < n; ++j) {
    x[at] = std::sin(x[at]) + x[j] * x[at];
    x[j] += 0.5 * x[at];
  }
  return x[at] * x[0];
}

/// More than there are registers, and in a loop around it.
#pragma grad
#pragma grad mode(jvp)
Real polynomialFit(const Real *c, const Real *x, const Real *y, int n) {
  Real loss = 0;
  for (int k = 0; k < 2; ++k)
    for (int i = 0; i < n; ++i) {
      const Real t = x[i];
      const Real value =
          c[0] +
          t * (c[1] +
               t * (c[2] +
                    t * (c[3] + t * (c[4] + t * (c[5] + t * (c[6] + t * (c[7] + t * (c[8] + t * c[9]))))))));
      loss += (value - y[i]) * (value - y[i]) * (k + 1);
    }
  return loss;
}

#include "../exec/Generated.h"

CORPUS(pairs, point(filled(8, -1, 1), filled(4, 0.5, 1), 4), point(filled(2, -1, 1), filled(1, 0.5, 1), 1))
CORPUS(noSuchElement, point(filled(3, -1, 1), filled(4, 0.3, 1), 2, 4), point(zeros(0), zeros(0), 1000000, 0))
CORPUS(againstAtDistance, point(filled(7, -1, 1), 1, 4, 0), point(filled(7, -1, 1), 2, 4, 1),
       point(filled(7, -1, 1), 3, 4, 3), point(filled(3, -1, 1), 0, 0, 1))
CORPUS(changedInEachStep, point(filled(4, -1, 1), 1, 4), point(filled(4, -1, 1), 0, 3))
CORPUS(polynomialFit, point(filled(10, -1, 1), filled(5, -1, 1), filled(5, 0, 1), 5))
