// RUN: %corpus-test %s %t
// Loops that add to a sum: alone, an iteration and its adjoint can be one. And loops that look like it, but
// carry more: through memory that is not filled anew, a sum that is used otherwise, an array that changes
// later.
#include "CorpusCheck.h"

#pragma grad
#pragma grad mode(jvp)
Real rowsOfTerms(const Real *a, int rows, int columns) {
  Real *terms = new Real[columns];
  Real total = 0;
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < columns; ++j)
      terms[j] = std::sin(a[i * columns + j]) * a[j];
    Real most = terms[0];
    for (int j = 1; j < columns; ++j)
      if (terms[j] > most)
        most = terms[j];
    Real sum = 0;
    for (int j = 0; j < columns; ++j)
      sum += std::exp(terms[j] - most);
    total += std::log(sum) + most;
  }
  delete[] terms;
  return 2 * total - a[0];
}

// What one iteration leaves is read by the next.
#pragma grad
#pragma grad mode(jvp)
Real lastPositive(const Real *x, int n) {
  Real last[1] = {0.5}, sum = 0;
  for (int i = 0; i < n; ++i) {
    if (x[i] > 0)
      last[0] = x[i];
    sum += last[0] * x[i] * last[0];
  }
  return sum;
}

// Filled up to i, read up to n.
#pragma grad
#pragma grad mode(jvp)
Real filledInPart(const Real *x, int n) {
  Real window[8] = {}, sum = 0;
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < i; ++j)
      window[j] = x[i] * x[j];
    for (int j = 0; j < n; ++j)
      sum += window[j] * window[j] * (j + 1);
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real filledToItsEnd(const Real *x, int n) {
  Real window[8], sum = 0;
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < n; ++j)
      window[j] = x[i] * x[j];
    for (int j = 1; j < n; ++j)
      sum += window[j] * window[j - 1] * window[0];
  }
  return sum;
}

// In the loop that fills it, an element reads the one before.
#pragma grad
#pragma grad mode(jvp)
Real powersInScratch(const Real *x, int n) {
  Real power[4], sum = 0;
  for (int i = 0; i < n; ++i) {
    power[0] = 1;
    for (int j = 1; j < 4; ++j)
      power[j] = power[j - 1] * x[i];
    for (int j = 0; j < 4; ++j)
      sum += power[j] * power[3 - j] * x[j % 2];
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real matrixInScratch(const Real *x, int n) {
  Real m[3][2], sum = 0;
  for (int i = 0; i < n; ++i) {
    for (int r = 0; r < 3; ++r)
      for (int c = 0; c < 2; ++c)
        m[r][c] = x[i] * (r + 1) + x[(i + c) % n] * x[i];
    sum += m[0][0] * m[1][1] - m[2][0] * m[0][1];
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real normOfAll(const Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += std::exp(x[i]) * x[i];
  return std::sqrt(sum * sum + 1);
}

#pragma grad
#pragma grad mode(jvp)
Real twoSums(const Real *x, int n) {
  Real plain = 0, squared = 0;
  for (int i = 0; i < n; ++i) {
    plain += std::sin(x[i]);
    squared -= x[i] * x[i];
  }
  return 3 * plain + squared / n;
}

#pragma grad
#pragma grad mode(jvp)
Real oneSumOfTwoIsNot(const Real *x, int n) {
  Real plain = 0, other = 0.5;
  for (int i = 0; i < n; ++i) {
    plain += std::sin(x[i]) * other;
    other += x[i];
  }
  return plain;
}

#pragma grad
#pragma grad mode(jvp)
Real sumGoesOn(const Real *x, int n) {
  Real sum = x[0];
  for (int i = 0; i < n; ++i)
    sum += std::exp(x[i]);
  for (int i = 1; i < n; ++i)
    sum -= x[i] * x[i - 1];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real doubles(const Real *x, int n) {
  Real sum = 0.25;
  for (int i = 0; i < n; ++i)
    sum = sum + (sum + x[i] * x[i]);
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real masked(const Real *x, int n, Real limit) {
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    if (x[i] > limit)
      continue;
    if (x[i] < 0)
      sum -= x[i] * x[i] * x[i];
    else
      sum += std::exp(x[i]);
  }
  return sum - limit * n;
}

#pragma grad
#pragma grad mode(jvp)
Real resets(const Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    if (x[i] > 1)
      sum = x[i];
    else
      sum += x[i] * x[i];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real pairEnergy(const Real *x, int n) {
  Real energy = 0;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < i; ++j) {
      Real d[2] = {x[2 * i] - x[2 * j], x[2 * i + 1] - x[2 * j + 1]};
      energy += x[2 * i] / std::sqrt(d[0] * d[0] + d[1] * d[1] + 0.1);
    }
  return -energy;
}

// What the loop has read, changes behind it.
#pragma grad
#pragma grad mode(jvp)
Real changedLater(Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += std::exp(x[i]) * x[0];
  for (int i = 0; i < n; ++i)
    x[i] = x[i] * x[i];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real changedInside(Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i + 1 < n; ++i) {
    sum += std::sin(x[i]) * x[i];
    x[i + 1] *= x[i];
  }
  return sum;
}

// The caller's scratch is seen by the caller.
#pragma grad
#pragma grad mode(jvp)
Real scratchOfTheCaller(const Real *x, int n, Real *work) {
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < 3; ++j)
      work[j] = x[i] + j * x[0];
    sum += work[0] * work[1] * work[2];
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real rootsByNewton(const Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    Real y = x[i];
    int steps = 0;
    while (std::fabs(y * y - x[i]) > 1e-9 && steps++ < 20)
      y = 0.5 * (y + x[i] / y);
    sum += y * x[i];
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real leavesEarly(const Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    if (sum > 2)
      return sum * 10;
    sum += x[i] * x[i];
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real allocatesInside(const Real *x, int n) {
  Real sum = 0;
  for (int i = n - 1; i >= 0; --i) {
    Real *t = new Real[i + 1];
    for (int j = 0; j <= i; ++j)
      t[j] = x[j] * x[i];
    for (int j = 0; j <= i; ++j)
      sum += t[j] * t[i - j];
    delete[] t;
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real meanOrZero(const Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += std::tanh(x[i]) * x[i];
  return n > 0 ? sum / n : 0;
}

// The sum of the rows' norms: of these sums, each is used otherwise.
#pragma grad
#pragma grad mode(jvp)
Real normsOfRows(const Real *a, int rows, int columns, Real scale) {
  Real total = 0;
  for (int i = 0; i < rows; ++i) {
    Real sum = 0;
    for (int j = 0; j < columns; ++j)
      sum += a[i * columns + j] * a[i * columns + j];
    total += std::sqrt(sum) * scale;
  }
  return total * 0.5 + scale;
}

#pragma grad
#pragma grad mode(jvp)
void twoResults(const Real *x, int n, Real *sum, Real *squares) {
  Real s = 0, q = 0;
  for (int i = 0; i < n; ++i) {
    s += std::exp(x[i]);
    q += x[i] * x[i];
  }
  *sum = s;
  *squares = q * s;
}

#include "../exec/Generated.h"

CORPUS(rowsOfTerms, point(filled(12, -1, 1.5), 3, 4), point(filled(12, -1, 1.5), 12, 1),
       point(filled(4, -1, 1), 0, 4))
CORPUS(lastPositive, point(array({-1, 0.5, -0.3, 2, -0.7, 0.1}), 6), point(array({-1, -0.5, 3}), 3))
CORPUS(filledInPart, point(filled(6, -1, 1.5), 6))
CORPUS(filledToItsEnd, point(filled(6, -1, 1.5), 6), point(filled(1, -1, 1.5), 1))
CORPUS(powersInScratch, point(filled(6, -1, 1.5), 6))
CORPUS(matrixInScratch, point(filled(6, -1, 1.5), 6))
CORPUS(normOfAll, point(filled(6, -1, 1.5), 6))
CORPUS(twoSums, point(filled(6, -1, 1.5), 6))
CORPUS(oneSumOfTwoIsNot, point(filled(6, -1, 1.5), 6))
CORPUS(sumGoesOn, point(filled(6, -1, 1.5), 6))
CORPUS(doubles, point(filled(6, -1, 1.5), 6))
CORPUS(masked, point(array({-1, 0.5, -0.3, 2, -0.7, 0.1}), 6, 1))
CORPUS(resets, point(array({-1, 0.5, 1.3, 0.2, -0.7, 0.1}), 6))
CORPUS(pairEnergy, point(filled(10, -1, 1.5), 5))
CORPUS(changedLater, point(filled(6, -1, 1.5), 6))
CORPUS(changedInside, point(filled(6, 0.5, 1.5), 6))
CORPUS(scratchOfTheCaller, point(filled(6, -1, 1.5), 6, filled(3, 0, 1)))
CORPUS(rootsByNewton, point(filled(4, 0.5, 4), 4))
CORPUS(leavesEarly, point(array({1, 0.5, 1.3, 0.2}), 4), point(array({0.1, 0.5, 0.3, 0.2}), 4))
CORPUS(allocatesInside, point(filled(5, -1, 1.5), 5))
CORPUS(meanOrZero, point(filled(5, -1, 1.5), 5), point(filled(1, 0, 1), 0))
CORPUS(normsOfRows, point(filled(12, 0.5, 1.5), 3, 4, 0.7))
CORPUS(twoResults, point(filled(5, -1, 1.5), 5, array({0}), array({0})))
