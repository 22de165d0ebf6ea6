// Kernels of statistics, finance and machine learning, in raw loops.
#pragma once

#include "../Real.h"

#include <cmath>

namespace measured::learning {

#pragma grad
inline Real logSumExp(const Real *x, int n) {
  Real largest = x[0];
  for (int i = 1; i < n; ++i)
    if (x[i] > largest)
      largest = x[i];
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += std::exp(x[i] - largest);
  return largest + std::log(sum);
}

inline Real normalDistribution(Real x) { return std::erfc(-x / std::sqrt(Real(2))) / 2; }

/// The value of calls by the formula of Black and Scholes.
#pragma grad
inline Real portfolio(const Real *spot, const Real *strike, const Real *volatility, const Real *maturity,
                      Real rate, int n) {
  Real value = 0;
  for (int i = 0; i < n; ++i) {
    const Real deviation = volatility[i] * std::sqrt(maturity[i]);
    const Real upper =
        (std::log(spot[i] / strike[i]) + (rate + volatility[i] * volatility[i] / 2) * maturity[i]) /
        deviation;
    const Real discounted = strike[i] * std::exp(-rate * maturity[i]);
    value += spot[i] * normalDistribution(upper) - discounted * normalDistribution(upper - deviation);
  }
  return value;
}

/// The squared norm of what n queries of size d get.
#pragma grad
inline Real attention(const Real *queries, const Real *keys, const Real *values, int n, int d) {
  Real *weights = new Real[n], *output = new Real[d];
  const Real scale = 1 / std::sqrt(Real(d));
  Real loss = 0;
  for (int i = 0; i < n; ++i) {
    Real largest = -1000;
    for (int j = 0; j < n; ++j) {
      Real score = 0;
      for (int a = 0; a < d; ++a)
        score += queries[i * d + a] * keys[j * d + a];
      weights[j] = score * scale;
      largest = std::fmax(largest, weights[j]);
    }
    Real sum = 0;
    for (int j = 0; j < n; ++j) {
      weights[j] = std::exp(weights[j] - largest);
      sum += weights[j];
    }
    for (int a = 0; a < d; ++a)
      output[a] = 0;
    for (int j = 0; j < n; ++j)
      for (int a = 0; a < d; ++a)
        output[a] += weights[j] / sum * values[j * d + a];
    for (int a = 0; a < d; ++a)
      loss += output[a] * output[a];
  }
  delete[] weights;
  delete[] output;
  return loss;
}

/// The squared error of a network with one hidden layer.
#pragma grad wrt(w1, b1, w2, b2)
inline Real network(const Real *x, const Real *y, const Real *w1, const Real *b1, const Real *w2,
                    const Real *b2, int count, int in, int hidden, int out) {
  Real *h = new Real[hidden];
  Real loss = 0;
  for (int sample = 0; sample < count; ++sample) {
    for (int i = 0; i < hidden; ++i) {
      Real sum = b1[i];
      for (int j = 0; j < in; ++j)
        sum += w1[i * in + j] * x[sample * in + j];
      h[i] = std::tanh(sum);
    }
    for (int i = 0; i < out; ++i) {
      Real sum = b2[i];
      for (int j = 0; j < hidden; ++j)
        sum += w2[i * hidden + j] * h[j];
      const Real error = sum - y[sample * out + i];
      loss += error * error / 2;
    }
  }
  delete[] h;
  return loss;
}

} // namespace measured::learning
