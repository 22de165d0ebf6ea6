// RUN: %corpus-test %s %t
// Arrays that every iteration of a loop fills anew: some may lie where they are recorded, some may not.
#include "CorpusCheck.h"

#include <vector>

/// Of one row of x: minus the mean, times a triangle of w.
#pragma grad
#pragma grad mode(jvp)
Real whitened(const Real *x, const Real *w, int n) {
  Real *centered = new Real[n], *scaled = new Real[n];
  Real sum = 0;
  for (int k = 0; k < n; ++k) {
    for (int i = 0; i < n; ++i) {
      centered[i] = x[i] - x[k] * w[i];
      scaled[i] = w[k] * centered[i];
    }
    for (int i = 0; i < n; ++i)
      for (int j = i + 1; j < n; ++j)
        scaled[j] += w[i] * centered[i];
    for (int i = 0; i < n; ++i)
      sum += scaled[i] * scaled[i];
    sum = std::tanh(sum); // the derivative needs the iterations in the other order
  }
  delete[] centered;
  delete[] scaled;
  return sum;
}

/// Recorded twice, and read once more before the iteration ends.
#pragma grad
#pragma grad mode(jvp)
Real recordedTwice(const Real *x, int n) {
  std::vector<Real> row(n);
  Real sum = 0;
  for (int k = 0; k < n; ++k) {
    for (int i = 0; i < n; ++i)
      row[i] = std::sin(x[i] + x[k]);
    Real product = 1;
    for (int i = 0; i < n; ++i)
      product *= 1 + row[i] * row[i];
    for (int i = 0; i < n; ++i)
      product += row[i] * std::cos(row[i] * x[k]);
    sum = std::sin(sum + product * row[k]);
  }
  return sum;
}

/// The second loop writes behind the record.
#pragma grad
#pragma grad mode(jvp)
Real overwrittenBehind(const Real *x, int n) {
  std::vector<Real> row(n);
  Real sum = 0;
  for (int k = 0; k < n; ++k) {
    for (int i = 0; i < n; ++i)
      row[i] = x[i] * x[k];
    for (int i = 0; i < n; ++i)
      sum += row[i] * row[i] * row[i];
    for (int i = 0; i < n; ++i)
      row[i] += sum;
    for (int i = 0; i < n; ++i)
      sum += row[i] * row[i];
    sum = std::tanh(sum);
  }
  return sum;
}

/// The array goes on from iteration to iteration.
#pragma grad
#pragma grad mode(jvp)
Real goesOn(const Real *x, int n) {
  std::vector<Real> row(n);
  for (int i = 0; i < n; ++i)
    row[i] = x[i];
  Real sum = 0;
  for (int k = 0; k < n; ++k) {
    for (int i = 1; i < n; ++i)
      row[i] = row[i] * x[k];
    for (int i = 0; i < n; ++i)
      sum += row[i] * row[i];
    sum = std::tanh(sum);
  }
  return sum;
}

/// It begins with zeros, and goes on; what it holds behind a triangle is recorded as a whole.
#pragma grad
#pragma grad mode(jvp)
Real triangleGoesOn(const Real *x, int n) {
  std::vector<Real> row(n);
  Real sum = 0;
  for (int k = 0; k < n; ++k) {
    for (int i = 0; i < n; ++i)
      for (int j = i; j < n; ++j)
        row[j] += x[j] * x[i] * 0.3;
    for (int i = 0; i < n; ++i)
      sum += row[i] * row[i] * row[i];
    sum = std::tanh(sum);
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real triangleBehind(const Real *x, int n) {
  std::vector<Real> row(n);
  Real sum = 0;
  for (int k = 0; k < n; ++k) {
    for (int i = 0; i < n; ++i)
      row[i] = x[i] * x[k];
    for (int i = 0; i < n; ++i)
      for (int j = i + 1; j < n; ++j)
        row[j] += x[j] * x[i];
    for (int i = 0; i < n; ++i)
      sum += row[i] * row[i] * row[i];
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < i; ++j)
        row[j] -= x[j] * x[i] * 0.7;
    sum += row[0];
    sum = std::tanh(sum);
  }
  return sum;
}

/// Only a part is needed.
#pragma grad
#pragma grad mode(jvp)
Real partIsRecorded(const Real *x, int n) {
  std::vector<Real> row(n);
  Real sum = 0;
  for (int k = 0; k < n; ++k) {
    for (int i = 0; i < n; ++i)
      row[i] = x[i] * x[k];
    for (int i = 0; i < n; ++i)
      for (int j = i + 1; j < n; ++j)
        row[j] += x[j];
    for (int i = 0; i < n - 1; ++i)
      sum += row[i] * row[i] * row[i];
    sum = std::tanh(sum + row[n - 1]);
  }
  return sum;
}

/// What the last iteration left is read behind the loop.
#pragma grad
#pragma grad mode(jvp)
Real readBehind(const Real *x, int n) {
  std::vector<Real> row(n);
  Real sum = 0;
  for (int k = 0; k < n; ++k) {
    for (int i = 0; i < n; ++i)
      row[i] = x[i] + x[k] * x[i];
    for (int i = 0; i < n; ++i)
      sum += row[i] * row[i];
    sum = std::tanh(sum);
  }
  for (int i = 0; i < n; ++i)
    sum += std::sin(row[i]);
  return sum;
}

/// Downwards, by steps, and inside of another loop and a branch.
#pragma grad
#pragma grad mode(jvp)
Real inABranch(const Real *x, int n) {
  std::vector<Real> row(n), other(n);
  Real sum = 0;
  for (int l = 0; l < 3; ++l)
    for (int k = n - 1; k >= 0; k -= 2) {
      if (k % 2 == l % 2)
        continue;
      for (int i = 0; i < n; ++i)
        row[i] = x[k] * x[i] + l;
      for (int i = 0; i < n; ++i)
        other[i] = row[i] * row[n - 1 - i];
      for (int i = 0; i < n; ++i)
        sum += std::exp(-other[i] * row[i]);
      sum = std::tanh(sum);
    }
  return sum;
}

/// Copied by the function itself, into memory that it looks at.
#pragma grad
#pragma grad mode(jvp)
Real copiedByHand(const Real *x, int n) {
  std::vector<Real> row(n), kept(n * n);
  Real sum = 0;
  for (int k = 0; k < n; ++k) {
    for (int i = 0; i < n; ++i)
      row[i] = x[i] * x[i] * (k + 1);
    if (k > 0)
      for (int i = 0; i < n; ++i)
        row[i] += kept[(k - 1) * n + i] * x[k];
    for (int i = 0; i < n; ++i)
      kept[k * n + i] = row[i];
  }
  for (int i = 0; i < n * n; ++i)
    sum += kept[i] * kept[i];
  return sum;
}

/// The same in a local array.
#pragma grad
#pragma grad mode(jvp)
Real copiedIntoALocal(const Real *x, int n) {
  Real kept[36] = {}, sum = 0;
  std::vector<Real> row(n);
  for (int k = 0; k < n; ++k) {
    const Real before = k > 0 ? kept[(k - 1) * n] * kept[k * n - 1] : 1;
    for (int i = 0; i < n; ++i)
      row[i] = x[i] * x[i] * (k + 1) + before + kept[k * n + i];
    for (int i = 0; i < n; ++i)
      for (int j = i + 1; j < n; ++j)
        row[j] += 0.1 * x[j] * row[i];
    for (int i = 0; i < n; ++i)
      kept[k * n + i] = row[i];
    sum = std::sin(sum + kept[k * n]);
  }
  for (int i = 0; i < n * n; ++i)
    sum += kept[i] * kept[i];
  return sum;
}

/// Of a constant size that is too large for registers.
#pragma grad
#pragma grad mode(jvp)
Real ofConstantSize(const Real *x, int n) {
  Real sum = 0;
  for (int k = 0; k < n; ++k) {
    Real wave[24], power[24];
    for (int i = 0; i < 24; ++i)
      wave[i] = std::sin(x[k] * i);
    for (int i = 0; i < 24; ++i)
      power[i] = wave[i] * wave[23 - i];
    for (int i = 0; i < 24; ++i)
      sum += power[i] * power[i] * wave[i];
    sum = std::tanh(sum);
  }
  return sum;
}

#include "../exec/Generated.h"

CORPUS(whitened, point(filled(6, -1, 1), filled(6, 0.2, 0.7), 6), point(array({0.3}), array({0.4}), 1))
CORPUS(recordedTwice, point(filled(5, -1, 1), 5))
CORPUS(overwrittenBehind, point(filled(5, -0.5, 0.6), 5))
CORPUS(goesOn, point(filled(5, -1, 1.2), 5))
CORPUS(triangleGoesOn, point(filled(5, -1, 1.2), 5))
CORPUS(triangleBehind, point(filled(5, -1, 1.2), 5))
CORPUS(partIsRecorded, point(filled(5, -1, 1.2), 5))
CORPUS(readBehind, point(filled(5, -1, 1), 5))
CORPUS(inABranch, point(filled(7, -0.8, 0.9), 7))
CORPUS(copiedByHand, point(filled(4, -0.6, 0.7), 4))
CORPUS(copiedIntoALocal, point(filled(4, -0.4, 0.6), 4))
CORPUS(ofConstantSize, point(filled(3, -0.6, 0.7), 3))
