// The adjoint of Gmm.h by hand, in two ways. The dimension is an int or a constant.
#pragma once

#include "Gmm.h"

#include <memory>
#include <vector>

namespace measured::gmm {

/// d_x += weight * softmax(x), given the logarithm of the sum that normalises it.
inline void logSumExpByHand(const Real *x, int n, Real logSum, Real weight, Real *d_x) {
  for (int i = 0; i < n; ++i)
    d_x[i] += weight * std::exp(x[i] - logSum);
}

/// What both ways share: in front of the loop over points, and behind it.
struct Parameters {
  int d, k, below, icfSize;
  std::vector<Real> diagonals, logDeterminants, d_diagonals, d_logDeterminants;

  Parameters(int d, int k, const Real *icf)
      : d(d), k(k), below(d * (d - 1) / 2), icfSize(d + below), diagonals(k * d), logDeterminants(k),
        d_diagonals(k * d), d_logDeterminants(k) {
    for (int j = 0; j < k; ++j)
      for (int a = 0; a < d; ++a) {
        diagonals[j * d + a] = std::exp(icf[j * icfSize + a]);
        logDeterminants[j] += icf[j * icfSize + a];
      }
  }

  void finish(int n, const Real *alphas, const Real *icf, Real gamma, int m, Real *d_alphas, Real *d_icf) {
    logSumExpByHand(alphas, k, logSumExp(alphas, k), Real(-n), d_alphas);
    for (int j = 0; j < k; ++j) {
      const Real *entry = icf + j * icfSize;
      Real *d_entry = d_icf + j * icfSize;
      for (int a = 0; a < d; ++a) {
        const Real diagonal = diagonals[j * d + a];
        d_entry[a] +=
            d_logDeterminants[j] - m + (d_diagonals[j * d + a] + gamma * gamma * diagonal) * diagonal;
      }
      for (int a = d; a < icfSize; ++a)
        d_entry[a] += gamma * gamma * entry[a];
    }
  }
};

/// The adjoint of one component's term at one point.
template <class Dimension>
void termByHand(Dimension d, const Real *__restrict diagonal, const Real *__restrict below,
                const Real *__restrict centered, const Real *__restrict scaled, Real d_term,
                Real *__restrict d_mean, Real *__restrict d_diagonal, Real *__restrict d_below) {
  for (int a = 0; a < d; ++a) {
    const Real at = centered[a], d_at = -d_term * scaled[a];
    Real d_centered = diagonal[a] * d_at;
    d_diagonal[a] += at * d_at;
    for (int b = a + 1; b < d; ++b, ++below, ++d_below) {
      const Real d_scaled = -d_term * scaled[b];
      d_centered += *below * d_scaled;
      *d_below += at * d_scaled;
    }
    d_mean[a] -= d_centered;
  }
}

/// Stores what the terms were made of for every point and component, then sweeps back.
template <class Dimension>
void logPosteriorByHand(Dimension d, int k, int n, const Real *alphas, const Real *means, const Real *icf,
                        const Real *x, Real gamma, int m, Real *d_alphas, Real *d_means, Real *d_icf) {
  Parameters p(d, k, icf);
  const size_t count = static_cast<size_t>(n) * k;
  const std::unique_ptr<Real[]> terms(new Real[count]), logSums(new Real[n]);
  const std::unique_ptr<Real[]> centered(new Real[count * d]), scaled(new Real[count * d]);
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < k; ++j) {
      const size_t term = static_cast<size_t>(i) * k + j;
      for (int a = 0; a < d; ++a)
        centered[term * d + a] = x[i * d + a] - means[j * d + a];
      multiply(d, &p.diagonals[j * d], icf + j * p.icfSize + d, &centered[term * d], &scaled[term * d]);
      terms[term] = alphas[j] + p.logDeterminants[j] - squaredNorm(&scaled[term * d], d) / 2;
    }
    logSums[i] = logSumExp(&terms[static_cast<size_t>(i) * k], k);
  }
  for (int i = n - 1; i >= 0; --i)
    for (int j = k - 1; j >= 0; --j) {
      const size_t term = static_cast<size_t>(i) * k + j;
      const Real d_term = std::exp(terms[term] - logSums[i]);
      d_alphas[j] += d_term;
      p.d_logDeterminants[j] += d_term;
      termByHand(d, &p.diagonals[j * d], icf + j * p.icfSize + d, &centered[term * d], &scaled[term * d],
                 d_term, d_means + j * d, &p.d_diagonals[j * d], d_icf + j * p.icfSize + d);
    }
  p.finish(n, alphas, icf, gamma, m, d_alphas, d_icf);
}

/// The adjoint of a point as soon as its value is there: what is stored stays in the cache.
template <class Dimension>
void logPosteriorFused(Dimension d, int k, int n, const Real *alphas, const Real *means, const Real *icf,
                       const Real *x, Real gamma, int m, Real *d_alphas, Real *d_means, Real *d_icf) {
  Parameters p(d, k, icf);
  std::vector<Real> terms(k), centered(k * d), scaled(k * d);
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < k; ++j) {
      for (int a = 0; a < d; ++a)
        centered[j * d + a] = x[i * d + a] - means[j * d + a];
      multiply(d, &p.diagonals[j * d], icf + j * p.icfSize + d, &centered[j * d], &scaled[j * d]);
      terms[j] = alphas[j] + p.logDeterminants[j] - squaredNorm(&scaled[j * d], d) / 2;
    }
    const Real largest = *std::max_element(terms.begin(), terms.end());
    Real sum = 0;
    for (Real &term : terms)
      sum += term = std::exp(term - largest);
    for (int j = 0; j < k; ++j) {
      const Real d_term = terms[j] / sum;
      d_alphas[j] += d_term;
      p.d_logDeterminants[j] += d_term;
      termByHand(d, &p.diagonals[j * d], icf + j * p.icfSize + d, &centered[j * d], &scaled[j * d], d_term,
                 d_means + j * d, &p.d_diagonals[j * d], d_icf + j * p.icfSize + d);
    }
  }
  p.finish(n, alphas, icf, gamma, m, d_alphas, d_icf);
}

} // namespace measured::gmm
