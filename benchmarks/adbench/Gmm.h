// ADBench's mixture of Gaussians: the log-posterior of its parameters.
//
// A component j has the weight exp(alphas[j]) (up to a common factor), the mean means[j] and the inverse
// covariance Q'Q, where Q is lower triangular: icf[j] holds the logarithms of Q's diagonal and then what is
// below it, column by column. The prior of Q is a Wishart distribution with the scale gamma and m more
// degrees of freedom than it needs.
#pragma once

#include "../Real.h"

#include <algorithm>
#include <cmath>

namespace measured::gmm {

template <class T> T logSumExp(const T *x, int n) {
  T largest = x[0];
  for (int i = 1; i < n; ++i)
    largest = std::max(largest, x[i]);
  T sum = 0;
  for (int i = 0; i < n; ++i)
    sum += std::exp(x[i] - largest);
  return largest + std::log(sum);
}

/// to = Q x.
template <class T> void multiply(int d, const T *diagonal, const T *below, const T *x, T *to) {
  for (int i = 0; i < d; ++i)
    to[i] = diagonal[i] * x[i];
  for (int i = 0; i < d; ++i)
    for (int j = i + 1; j < d; ++j)
      to[j] += *below++ * x[i];
}

template <class T> T squaredNorm(const T *x, int n) {
  T sum = 0;
  for (int i = 0; i < n; ++i)
    sum += x[i] * x[i];
  return sum;
}

/// The logarithm of the multivariate gamma function.
template <class T> T logGamma(T a, int p) {
  const T logPi = std::log(std::acos(T(-1)));
  T sum = p * (p - 1) * logPi / 4;
  for (int j = 0; j < p; ++j)
    sum += std::lgamma(a - T(j) / 2);
  return sum;
}

/// The logarithm of the prior of all components.
template <class T>
T logWishart(int d, int k, const T *diagonals, const T *logDeterminants, const T *icf, T gamma, int m) {
  const int below = d * (d - 1) / 2, freedom = d + m + 1;
  T sum = 0;
  for (int j = 0; j < k; ++j) {
    const T *belowDiagonal = icf + j * (d + below) + d;
    const T frobenius = squaredNorm(diagonals + j * d, d) + squaredNorm(belowDiagonal, below);
    sum += gamma * gamma / 2 * frobenius - m * logDeterminants[j];
  }
  const T normalization = freedom * d * (std::log(gamma) - std::log(T(2)) / 2) - logGamma(T(freedom) / 2, d);
  return sum - k * normalization;
}

/// On pointers, for any dimension.
#pragma grad wrt(alphas, means, icf)
inline Real logPosterior(int d, int k, int n, const Real *alphas, const Real *means, const Real *icf,
                         const Real *x, Real gamma, int m) {
  const int icfSize = d * (d + 1) / 2;
  Real *diagonals = new Real[k * d], *logDeterminants = new Real[k];
  Real *terms = new Real[k], *centered = new Real[d], *scaled = new Real[d];

  for (int j = 0; j < k; ++j) {
    logDeterminants[j] = 0;
    for (int a = 0; a < d; ++a) {
      const Real logDiagonal = icf[j * icfSize + a];
      diagonals[j * d + a] = std::exp(logDiagonal);
      logDeterminants[j] += logDiagonal;
    }
  }

  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < k; ++j) {
      for (int a = 0; a < d; ++a)
        centered[a] = x[i * d + a] - means[j * d + a];
      multiply(d, diagonals + j * d, icf + j * icfSize + d, centered, scaled);
      terms[j] = alphas[j] + logDeterminants[j] - squaredNorm(scaled, d) / 2;
    }
    sum += logSumExp(terms, k);
  }

  const Real logTwoPi = std::log(2 * std::acos(Real(-1)));
  const Real result = sum - n * (logSumExp(alphas, k) + d * logTwoPi / 2) +
                      logWishart(d, k, diagonals, logDeterminants, icf, gamma, m);
  delete[] diagonals;
  delete[] logDeterminants;
  delete[] terms;
  delete[] centered;
  delete[] scaled;
  return result;
}

/// For any type of number, and a dimension that the compiler knows.
template <class T, int D>
T logPosteriorOf(int k, int n, const T *alphas, const T *means, const T *icf, const T *x, T gamma, int m) {
  constexpr int IcfSize = D * (D + 1) / 2;
  T *diagonals = new T[k * D], *logDeterminants = new T[k], *terms = new T[k];
  for (int j = 0; j < k; ++j) {
    T logDeterminant = 0;
    for (int a = 0; a < D; ++a) {
      diagonals[j * D + a] = std::exp(icf[j * IcfSize + a]);
      logDeterminant += icf[j * IcfSize + a];
    }
    logDeterminants[j] = logDeterminant;
  }

  T sum = 0;
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < k; ++j) {
      T centered[D], scaled[D];
      for (int a = 0; a < D; ++a)
        centered[a] = x[i * D + a] - means[j * D + a];
      multiply(D, diagonals + j * D, icf + j * IcfSize + D, centered, scaled);
      terms[j] = alphas[j] + logDeterminants[j] - squaredNorm(scaled, D) / 2;
    }
    sum += logSumExp(terms, k);
  }

  const T logTwoPi = std::log(2 * std::acos(T(-1)));
  const T result = sum - n * (logSumExp(alphas, k) + D * logTwoPi / 2) +
                   logWishart(D, k, diagonals, logDeterminants, icf, gamma, m);
  delete[] diagonals;
  delete[] logDeterminants;
  delete[] terms;
  return result;
}

#pragma grad wrt(alphas, means, icf)
inline Real logPosterior10(int k, int n, const Real *alphas, const Real *means, const Real *icf,
                           const Real *x, Real gamma, int m) {
  return logPosteriorOf<Real, 10>(k, n, alphas, means, icf, x, gamma, m);
}

} // namespace measured::gmm
