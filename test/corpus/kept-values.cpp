// RUN: %corpus-test %s %t
// Values that the function keeps in memory of its own or of its caller's, where the reverse sweep may find
// them, or where it may not: they are overwritten, or lie where other iterations' lie.
#include "CorpusCheck.h"

#include <vector>

#pragma grad
#pragma grad mode(jvp)
Real keptForTheCaller(const Real *x, Real *y, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    y[i] = std::exp(x[i]);
    sum += y[i];
  }
  return sum * sum;
}

/// The caller's array is the argument as well.
#pragma grad
#pragma grad mode(jvp)
Real inPlace(Real *x, int n) {
  for (int i = 0; i < n; ++i)
    x[i] = std::exp(x[i]);
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum = std::sin(sum + x[i]);
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real overwrittenLater(const Real *x, int n) {
  std::vector<Real> y(n);
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    y[i] = std::exp(x[i]);
  for (int i = 0; i < n; ++i)
    y[i] = y[i] * y[i] + x[0];
  for (int i = 0; i < n; ++i)
    sum += y[i] * x[i];
  return sum;
}

/// Each iteration overwrites what the one before has kept.
#pragma grad
#pragma grad mode(jvp)
Real inOnePlace(const Real *x, int n) {
  Real *place = new Real[1], sum = 1;
  place[0] = 0;
  for (int i = 0; i < n; ++i) {
    place[0] = std::exp(x[i] * sum);
    sum = std::sin(sum + place[0]);
  }
  sum += place[0];
  delete[] place;
  return sum;
}

/// Two iterations, one place: the diagonals of a square.
#pragma grad
#pragma grad mode(jvp)
Real onDiagonals(const Real *x, int n) {
  Real *diagonal = new Real[2 * n];
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) {
      diagonal[i + j] = std::exp(x[i] * x[j] + sum);
      sum = std::sin(sum + diagonal[i + j]);
    }
  sum += diagonal[n];
  delete[] diagonal;
  return sum;
}

/// Where an index leads, another one may lead as well.
#pragma grad
#pragma grad mode(jvp)
Real whereAnIndexLeads(const Real *x, const int *order, int n) {
  Real *y = new Real[n], sum = 0;
  for (int i = 0; i < n; ++i) {
    y[order[i]] = std::exp(x[i] + sum);
    sum = std::sin(sum + y[order[i]]);
  }
  sum *= y[order[0]];
  delete[] y;
  return sum;
}

/// A factorisation, whose steps the reverse sweep takes back, and then something else in the same place.
#pragma grad
#pragma grad mode(jvp)
void factorsInPlace(Real *a, int n) {
  for (int k = 0; k < n; ++k)
    for (int i = k + 1; i < n; ++i) {
      a[i * n + k] /= a[k * n + k];
      for (int j = k + 1; j < n; ++j)
        a[i * n + j] -= a[i * n + k] * a[k * n + j];
    }
  for (int i = 0; i < n * n; ++i)
    a[i] = std::exp(a[i] * 0.2);
}

/// Rows that meet where they are longer than they are apart.
#pragma grad
#pragma grad mode(jvp)
Real rowsMeet(const Real *x, int n, int apart) {
  Real *rows = new Real[n * n + n];
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) {
      rows[i * apart + j] = std::exp(x[i] * x[j] + sum);
      sum = std::sin(sum + rows[i * apart + j]);
    }
  sum *= rows[n - 1];
  delete[] rows;
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real rowsApart(const Real *x, int n) {
  Real *rows = new Real[n * n], (*pairs)[2] = new Real[n][2];
  Real sum = 0;
  for (int i = n - 1; i >= 0; --i)
    for (int j = 0; j < n; ++j) {
      rows[i * n + j] = std::exp(x[i] * x[j] + sum);
      sum = std::sin(sum + rows[i * n + j]);
    }
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < 2; ++j) {
      pairs[i][j] = std::cos(x[i] * (j + 1) + sum);
      sum = std::sin(sum + pairs[i][j] * rows[i]);
    }
  delete[] pairs;
  delete[] rows;
  return sum;
}

/// Pairs that overlap by one.
#pragma grad
#pragma grad mode(jvp)
Real pairsMeet(const Real *x, int n) {
  Real *pairs = new Real[n + 1];
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < 2; ++j) {
      pairs[i + j] = std::cos(x[i] * (j + 1) + sum);
      sum = std::sin(sum + pairs[i + j]);
    }
  sum *= pairs[n];
  delete[] pairs;
  return sum;
}

/// The memory is gone, or another's, when the reverse sweep comes.
#pragma grad
#pragma grad mode(jvp)
Real goneAtTheEnd(const Real *x, int n) {
  Real sum = 0;
  for (int k = 0; k < 3; ++k) {
    Real *y = new Real[n];
    for (int i = 0; i < n; ++i) {
      y[i] = std::exp(x[i] + sum);
      sum = std::sin(sum + y[i]);
    }
    delete[] y;
  }
  return sum;
}

/// Sometimes, and what a loop has summed up.
#pragma grad
#pragma grad mode(jvp)
Real productOfMatrix(const Real *a, const Real *x, Real *y, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    if (x[i] > 0.5)
      continue;
    Real row = 0;
    for (int j = 0; j < n; ++j)
      row += a[i * n + j] * x[j];
    y[i] = row;
    sum += std::sin(row * row) * sum + row;
  }
  return sum;
}

/// The second pointer may lead to where the first one has kept something.
static Real keptAndWritten(const Real *x, Real *y, Real *z, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    y[i] = std::exp(x[i] * 0.3);
    sum += y[i] * y[i];
  }
  for (int i = 0; i < n; ++i)
    z[i] = x[i] * sum;
  return sum;
}
#pragma grad
#pragma grad mode(jvp)
Real keptAtDistance(Real *x, int n, int first, int second) {
  return keptAndWritten(x, x + first, x + second, n) * x[0] + x[n];
}

/// From a snapshot.
#pragma grad
#pragma grad mode(jvp)
Real keptBetweenSnapshots(const Real *x, int n) {
  std::vector<Real> y(n);
  Real state = 1;
#pragma grad checkpoint(2)
  for (int i = 0; i < n; ++i) {
    y[i] = std::exp(x[i] * state);
    state = std::sin(state + y[i] * (i ? y[i - 1] : 1));
  }
  return state;
}

#pragma grad
#pragma grad mode(jvp)
Real rowsBetweenSnapshots(const Real *x, int n) {
  Real *y = new Real[n], state = 1;
#pragma grad checkpoint(2)
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < n; ++j)
      y[j] = std::exp(x[j] * state - i);
    for (int j = 1; j < n; ++j)
      state = std::sin(state + y[j] * y[j - 1]);
  }
  delete[] y;
  return state;
}

// Of a loop that chooses a number, and keeps those that it chooses from.
#pragma grad
#pragma grad mode(jvp)
Real softmaxEnergy(const Real *x, const Real *w, int n) {
  Real *weights = new Real[n];
  Real energy = 0;
  for (int i = 0; i < n; ++i) {
    Real largest = -1000;
    for (int j = 0; j < n; ++j) {
      weights[j] = x[i] * w[j] + x[j] * x[j];
      largest = std::fmax(largest, weights[j]);
    }
    Real sum = 0;
    for (int j = 0; j < n; ++j) {
      weights[j] = std::exp(weights[j] - largest);
      sum += weights[j];
    }
    for (int j = 0; j < n; ++j)
      energy += weights[j] / sum * w[j];
  }
  delete[] weights;
  return energy;
}

#pragma grad
#pragma grad mode(jvp)
Real smallestOf(const Real *x, int n) {
  Real smallest = x[0] * x[0] - 1, largest = x[0];
  for (int i = 1; i < n; ++i) {
    smallest = std::fmin(x[i] * x[i] - i, smallest);
    largest = std::fmax(x[i], largest);
  }
  return std::sin(smallest) * largest;
}

/// The next iteration writes over what this one has chosen from.
#pragma grad
#pragma grad mode(jvp)
Real chosenAndOverwritten(const Real *x, int n) {
  std::vector<Real> y(n + 1);
  Real largest = -10;
  for (int i = 0; i < n; ++i) {
    y[i] = std::sin(x[i]) + y[i];
    largest = std::fmax(largest, y[i]);
    y[i + 1] = x[i] * 0.1;
    y[0] = x[i];
  }
  return largest * y[0];
}

#include "../exec/Generated.h"

CORPUS(keptForTheCaller, point(filled(5, -1, 1), zeros(5), 5))
CORPUS(inPlace, point(filled(5, -1, 1), 5))
CORPUS(overwrittenLater, point(filled(5, -1, 1), 5))
CORPUS(inOnePlace, point(filled(5, -1, 1), 5), point(zeros(0), 0))
CORPUS(onDiagonals, point(filled(4, -1, 1), 4))
CORPUS(whereAnIndexLeads, point(filled(4, -1, 1), array({2, 0, 2, 1}), 4))
CORPUS(factorsInPlace, point(array({3, 1, 0.5, 1, 4, 0.3, -0.5, 1, 5}), 3))
CORPUS(rowsMeet, point(filled(4, -1, 1), 4, 4), point(filled(4, -1, 1), 4, 2), point(filled(4, -1, 1), 4, 0))
CORPUS(rowsApart, point(filled(3, -0.5, 0.5), 3))
CORPUS(pairsMeet, point(filled(4, -1, 1), 4))
CORPUS(goneAtTheEnd, point(filled(4, -1, 1), 4))
CORPUS(productOfMatrix, point(filled(16, -1, 1), filled(4, -1, 1), zeros(4), 4))
CORPUS(keptAtDistance, point(filled(8, -1, 1), 4, 4, 4), point(filled(8, -1, 1), 4, 0, 3),
       point(filled(8, -1, 1), 4, 1, 0), point(filled(8, -1, 1), 4, 2, 3))
CORPUS(keptBetweenSnapshots, point(filled(7, -1, 1), 7))
CORPUS(rowsBetweenSnapshots, point(filled(5, -0.5, 0.5), 5))
CORPUS(softmaxEnergy, point(filled(5, -1, 1.2), filled(5, 0.3, 2), 5))
CORPUS(smallestOf, point(array({0.7, -0.2, 1.4, 0.3}), 4), point(array({1.7, 0.9}), 2))
CORPUS(chosenAndOverwritten, point(filled(5, -1, 1.2), 5))
