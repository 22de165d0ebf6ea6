// The adjoints of Learning.h by hand.
#pragma once

#include "Learning.h"

#include <algorithm>
#include <vector>

namespace measured::learning {

inline void logSumExpByHand(const Real *x, int n, Real *d_x) {
  const Real largest = *std::max_element(x, x + n);
  std::vector<Real> exponentials(n);
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += exponentials[i] = std::exp(x[i] - largest);
  for (int i = 0; i < n; ++i)
    d_x[i] += exponentials[i] / sum;
}

/// \returns the derivative by the rate.
inline Real portfolioByHand(const Real *spot, const Real *strike, const Real *volatility,
                            const Real *maturity, Real rate, int n, Real *d_spot, Real *d_strike,
                            Real *d_volatility, Real *d_maturity) {
  const Real density = 1 / std::sqrt(2 * std::acos(Real(-1)));
  Real d_rate = 0;
  for (int i = 0; i < n; ++i) {
    const Real root = std::sqrt(maturity[i]), deviation = volatility[i] * root;
    const Real upper =
        (std::log(spot[i] / strike[i]) + (rate + volatility[i] * volatility[i] / 2) * maturity[i]) /
        deviation;
    const Real discount = std::exp(-rate * maturity[i]);
    const Real exercised = discount * normalDistribution(upper - deviation);
    const Real vega = spot[i] * root * density * std::exp(-upper * upper / 2);
    d_spot[i] += normalDistribution(upper);
    d_strike[i] -= exercised;
    d_volatility[i] += vega;
    d_maturity[i] += vega * volatility[i] / (2 * maturity[i]) + rate * strike[i] * exercised;
    d_rate += maturity[i] * strike[i] * exercised;
  }
  return d_rate;
}

inline void attentionByHand(const Real *queries, const Real *keys, const Real *values, int n, int d,
                            Real *d_queries, Real *d_keys, Real *d_values) {
  std::vector<Real> weights(n), d_weights(n), d_output(d);
  const Real scale = 1 / std::sqrt(Real(d));
  for (int i = 0; i < n; ++i) {
    const Real *query = queries + i * d;
    Real largest = -1000, sum = 0;
    for (int j = 0; j < n; ++j) {
      Real score = 0;
      for (int a = 0; a < d; ++a)
        score += query[a] * keys[j * d + a];
      weights[j] = score * scale;
      largest = std::fmax(largest, weights[j]);
    }
    for (Real &weight : weights)
      sum += weight = std::exp(weight - largest);
    for (int a = 0; a < d; ++a)
      d_output[a] = 0;
    for (int j = 0; j < n; ++j) {
      weights[j] /= sum;
      for (int a = 0; a < d; ++a)
        d_output[a] += 2 * weights[j] * values[j * d + a];
    }
    Real mean = 0;
    for (int j = 0; j < n; ++j) {
      Real d_weight = 0;
      for (int a = 0; a < d; ++a) {
        d_weight += d_output[a] * values[j * d + a];
        d_values[j * d + a] += weights[j] * d_output[a];
      }
      d_weights[j] = d_weight;
      mean += weights[j] * d_weight;
    }
    for (int j = 0; j < n; ++j) {
      const Real d_score = scale * weights[j] * (d_weights[j] - mean);
      for (int a = 0; a < d; ++a) {
        d_queries[i * d + a] += d_score * keys[j * d + a];
        d_keys[j * d + a] += d_score * query[a];
      }
    }
  }
}

inline void networkByHand(const Real *x, const Real *y, const Real *w1, const Real *b1, const Real *w2,
                          const Real *b2, int count, int in, int hidden, int out, Real *d_w1, Real *d_b1,
                          Real *d_w2, Real *d_b2) {
  std::vector<Real> h(hidden), d_h(hidden);
  for (int sample = 0; sample < count; ++sample) {
    const Real *input = x + sample * in;
    for (int i = 0; i < hidden; ++i) {
      Real sum = b1[i];
      for (int j = 0; j < in; ++j)
        sum += w1[i * in + j] * input[j];
      h[i] = std::tanh(sum);
      d_h[i] = 0;
    }
    for (int i = 0; i < out; ++i) {
      Real error = b2[i] - y[sample * out + i];
      for (int j = 0; j < hidden; ++j)
        error += w2[i * hidden + j] * h[j];
      d_b2[i] += error;
      for (int j = 0; j < hidden; ++j) {
        d_w2[i * hidden + j] += error * h[j];
        d_h[j] += error * w2[i * hidden + j];
      }
    }
    for (int i = 0; i < hidden; ++i) {
      const Real d_sum = d_h[i] * (1 - h[i] * h[i]);
      d_b1[i] += d_sum;
      for (int j = 0; j < in; ++j)
        d_w1[i * in + j] += d_sum * input[j];
    }
  }
}

} // namespace measured::learning
