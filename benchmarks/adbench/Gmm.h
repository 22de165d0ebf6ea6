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

inline Real logSumExp(const Real *x, int n) {
  Real largest = x[0];
  for (int i = 1; i < n; ++i)
    largest = std::max(largest, x[i]);
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += std::exp(x[i] - largest);
  return largest + std::log(sum);
}

/// to = Q x.
inline void multiply(int d, const Real *diagonal, const Real *below, const Real *x, Real *to) {
  for (int i = 0; i < d; ++i)
    to[i] = diagonal[i] * x[i];
  for (int i = 0; i < d; ++i)
    for (int j = i + 1; j < d; ++j)
      to[j] += *below++ * x[i];
}

inline Real squaredNorm(const Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += x[i] * x[i];
  return sum;
}

/// The logarithm of the multivariate gamma function.
inline Real logGamma(Real a, int p) {
  const Real logPi = std::log(std::acos(Real(-1)));
  Real sum = p * (p - 1) * logPi / 4;
  for (int j = 0; j < p; ++j)
    sum += std::lgamma(a - Real(j) / 2);
  return sum;
}

/// The logarithm of the prior of all components.
inline Real logWishart(int d, int k, const Real *diagonals, const Real *logDeterminants, const Real *icf,
                       Real gamma, int m) {
  const int below = d * (d - 1) / 2, freedom = d + m + 1;
  Real sum = 0;
  for (int j = 0; j < k; ++j) {
    const Real *belowDiagonal = icf + j * (d + below) + d;
    const Real frobenius = squaredNorm(diagonals + j * d, d) + squaredNorm(belowDiagonal, below);
    sum += gamma * gamma / 2 * frobenius - m * logDeterminants[j];
  }
  const Real normalization =
      freedom * d * (std::log(gamma) - std::log(Real(2)) / 2) - logGamma(Real(freedom) / 2, d);
  return sum - k * normalization;
}

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

} // namespace measured::gmm
