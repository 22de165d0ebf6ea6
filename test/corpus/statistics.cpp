// RUN: %corpus-test %s %t
// Likelihoods, filters, networks and finance.
#include "CorpusCheck.h"

#include <algorithm>
#include <cstdlib>

#pragma grad
#pragma grad mode(jvp)
Real logSumExp(const Real *x, int n) {
  Real largest = x[0];
  for (int i = 1; i < n; ++i)
    if (x[i] > largest)
      largest = x[i];
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += std::exp(x[i] - largest);
  return largest + std::log(sum);
}

#pragma grad
#pragma grad mode(jvp)
void softmax(const Real *x, Real *p, int n) {
  Real largest = x[0], sum = 0;
  for (int i = 1; i < n; ++i)
    largest = std::max(largest, x[i]);
  for (int i = 0; i < n; ++i)
    sum += p[i] = std::exp(x[i] - largest);
  for (int i = 0; i < n; ++i)
    p[i] /= sum;
}

#pragma grad
#pragma grad mode(jvp)
Real mixtureTerm(const Real *logWeight, const Real *mean, const Real *logScale, const Real *x, int k, int d) {
  Real *terms = (Real *)malloc(k * sizeof(Real));
  for (int c = 0; c < k; ++c) {
    terms[c] = logWeight[c];
    for (int i = 0; i < d; ++i) {
      Real z = (x[i] - mean[c * d + i]) * std::exp(-logScale[c * d + i]);
      terms[c] -= 0.5 * z * z + logScale[c * d + i];
    }
  }
  Real largest = -1e30;
  for (int c = 0; c < k; ++c)
    largest = terms[c] > largest ? terms[c] : largest;
  Real sum = 0;
  for (int c = 0; c < k; ++c)
    sum += std::exp(terms[c] - largest);
  free(terms);
  return largest + std::log(sum);
}

#pragma grad
#pragma grad mode(jvp)
Real attention(const Real (*q)[2], const Real (*k)[2], const Real (*v)[2], int n) {
  Real result = 0;
  for (int i = 0; i < n; ++i) {
    Real scores[6], top = -1e30, total = 0, out[2] = {0, 0};
    for (int j = 0; j <= i; ++j) {
      scores[j] = (q[i][0] * k[j][0] + q[i][1] * k[j][1]) / std::sqrt(2.0);
      if (scores[j] > top)
        top = scores[j];
    }
    for (int j = 0; j <= i; ++j) {
      scores[j] = std::exp(scores[j] - top);
      total += scores[j];
    }
    for (int j = 0; j <= i; ++j)
      for (int c = 0; c < 2; ++c)
        out[c] += scores[j] / total * v[j][c];
    result += out[0] * out[0] + out[1] * (i + 1);
  }
  return result;
}

#pragma grad
#pragma grad mode(jvp)
Real kalmanLikelihood(const Real *y, int n, Real q, Real r) {
  Real state = 0, variance = 1, likelihood = 0;
  for (int t = 0; t < n; ++t) {
    variance += q;
    Real innovation = y[t] - state, s = variance + r, gain = variance / s;
    likelihood -= 0.5 * (std::log(s) + innovation * innovation / s);
    state += gain * innovation;
    variance *= 1 - gain;
  }
  return likelihood;
}

#pragma grad
#pragma grad mode(jvp)
Real hiddenMarkov(const Real (*transition)[2], const Real (*emission)[3], const int *seen, int n) {
  Real alpha[2] = {0.6, 0.4}, logLikelihood = 0;
  for (int t = 0; t < n; ++t) {
    Real next[2] = {0, 0}, scale = 0;
    for (int j = 0; j < 2; ++j) {
      for (int i = 0; i < 2; ++i)
        next[j] += alpha[i] * transition[i][j];
      next[j] *= emission[j][seen[t]];
      scale += next[j];
    }
    for (int j = 0; j < 2; ++j)
      alpha[j] = next[j] / scale;
    logLikelihood += std::log(scale);
  }
  return logLikelihood;
}

static Real normalCdf(Real x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

#pragma grad
#pragma grad mode(jvp)
Real blackScholes(Real spot, Real strike, Real rate, Real vol, Real time, bool isCall) {
  Real d1 = (std::log(spot / strike) + (rate + 0.5 * vol * vol) * time) / (vol * std::sqrt(time));
  Real d2 = d1 - vol * std::sqrt(time), discount = std::exp(-rate * time);
  if (isCall)
    return spot * normalCdf(d1) - strike * discount * normalCdf(d2);
  return strike * discount * normalCdf(-d2) - spot * normalCdf(-d1);
}

#pragma grad
#pragma grad mode(jvp)
Real binomialPut(Real spot, Real strike, Real rate, Real vol, Real time, int steps) {
  Real dt = time / steps, up = std::exp(vol * std::sqrt(dt)), down = 1 / up;
  Real p = (std::exp(rate * dt) - down) / (up - down), discount = std::exp(-rate * dt);
  Real value[16];
  for (int i = 0; i <= steps; ++i)
    value[i] = std::max(strike - spot * std::pow(up, i) * std::pow(down, steps - i), Real(0));
  for (int t = steps - 1; t >= 0; --t)
    for (int i = 0; i <= t; ++i) {
      Real hold = discount * (p * value[i + 1] + (1 - p) * value[i]);
      Real exercise = strike - spot * std::pow(up, 2 * i - t);
      value[i] = exercise > hold ? exercise : hold;
    }
  return value[0];
}

#pragma grad
#pragma grad mode(jvp)
Real monteCarloAsian(Real spot, Real rate, Real vol, unsigned seed, int paths, int steps) {
  Real total = 0, dt = 1.0 / steps;
  for (int path = 0; path < paths; ++path) {
    Real price = spot, average = 0;
    for (int i = 0; i < steps; ++i) {
      double sum = 0;
      for (int k = 0; k < 12; ++k) {
        seed = 1103515245u * seed + 12345u;
        sum += (seed >> 16) / 65536.0;
      }
      price *= std::exp((rate - 0.5 * vol * vol) * dt + vol * std::sqrt(dt) * (sum - 6));
      average += price / steps;
    }
    if (average > spot)
      total += average - spot;
  }
  return std::exp(-rate) * total / paths;
}

#pragma grad
#pragma grad mode(jvp)
Real garchLikelihood(const Real *returns, int n, Real omega, Real alpha, Real beta) {
  Real variance = omega / (1 - alpha - beta), sum = 0;
  for (const Real *r = returns; r != returns + n; r++) {
    sum += std::log(variance) + *r * *r / variance;
    variance = omega + alpha * *r * *r + beta * variance;
  }
  return -0.5 * sum;
}

#pragma grad
#pragma grad mode(jvp)
Real perceptron(const Real *w, const int *sizes, int layers, const Real *input) {
  Real a[4], b[4], *in = a, *out = b;
  for (int i = 0; i < sizes[0]; ++i)
    in[i] = input[i];
  for (int l = 1; l < layers; ++l) {
    for (int j = 0; j < sizes[l]; ++j) {
      Real z = *w++;
      for (int i = 0; i < sizes[l - 1]; ++i)
        z += *w++ * in[i];
      out[j] = l + 1 < layers ? std::tanh(z) : z;
    }
    std::swap(in, out);
  }
  Real sum = 0;
  for (int j = 0; j < sizes[layers - 1]; ++j)
    sum += in[j] * in[j];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real logisticRegression(const Real *x, const int *label, const Real *w, int n, int d) {
  Real loss = 0;
  for (int i = 0; i < n; ++i) {
    Real z = w[d];
    for (int j = 0; j < d; ++j)
      z += w[j] * x[i * d + j];
    loss +=
        z > 0 ? std::log1p(std::exp(-z)) + (label[i] ? 0 : z) : std::log1p(std::exp(z)) - (label[i] ? z : 0);
  }
  for (int j = 0; j < d; ++j)
    loss += 0.01 * w[j] * w[j];
  return loss;
}

#pragma grad
#pragma grad mode(jvp)
Real welford(const Real *x, int n, Real *mean) {
  Real m = 0, squares = 0;
  for (int i = 0; i < n; ++i) {
    Real delta = x[i] - m;
    m += delta / (i + 1);
    squares += delta * (x[i] - m);
  }
  *mean = m;
  return squares / (n - 1);
}

#pragma grad
#pragma grad mode(jvp)
Real correlation(const Real *x, const Real *y, int n) {
  Real sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
  for (int i = 0; i < n; i++) {
    sx += x[i], sy += y[i];
    sxx += x[i] * x[i], syy += y[i] * y[i];
    sxy += x[i] * y[i];
  }
  return (n * sxy - sx * sy) / std::sqrt((n * sxx - sx * sx) * (n * syy - sy * sy));
}

#pragma grad
#pragma grad mode(jvp)
Real gaussianKernel(const Real *x, const Real *y, int n, Real width, Real noise) {
  Real quadratic = 0;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) {
      Real d = (x[i] - x[j]) / width;
      Real k = std::exp(-0.5 * d * d) + (i == j ? noise : 0);
      quadratic += y[i] * k * y[j];
    }
  return quadratic;
}

#pragma grad
#pragma grad mode(jvp)
Real exponentialSmoothing(const Real *x, int n, Real alpha, Real beta) {
  Real level = x[0], trend = x[1] - x[0], error = 0;
  for (int i = 1; i < n; ++i) {
    Real forecast = level + trend, last = level;
    error += (x[i] - forecast) * (x[i] - forecast);
    level = alpha * x[i] + (1 - alpha) * forecast;
    trend = beta * (level - last) + (1 - beta) * trend;
  }
  return std::sqrt(error / n);
}

#include "../exec/Generated.h"

CORPUS(logSumExp, point(filled(5, -3, 3), 5), point(array({700, 710}), 2))
CORPUS(softmax, point(filled(5, -3, 3), filled(5, 0, 1), 5))
CORPUS(mixtureTerm, point(filled(3, -1, 1), filled(6, -1, 1), filled(6, -0.5, 0.5), filled(2, -1, 1), 3, 2))
CORPUS(attention, point(filled(8, -1, 1), filled(8, 0, 1), filled(8, -2, 1), 4))
CORPUS(kalmanLikelihood, point(filled(6, -1, 1), 6, 0.3, 0.5))
CORPUS(hiddenMarkov, point(array({0.7, 0.3, 0.4, 0.6}), filled(6, 0.1, 0.6), array({0, 2, 1, 1, 2}), 5))
CORPUS(blackScholes, point(100, 95, 0.03, 0.2, 0.7, 1), point(100, 95, 0.03, 0.2, 0.7, 0))
CORPUS(binomialPut, point(100, 103, 0.05, 0.2, 1, 8))
CORPUS(monteCarloAsian, point(100, 0.05, 0.2, 42, 6, 4))
CORPUS(garchLikelihood, point(filled(6, -1, 1), 6, 0.1, 0.2, 0.6))
CORPUS(perceptron, point(filled(17, -1, 1), array({2, 3, 2}), 3, filled(2, 0, 1)))
CORPUS(logisticRegression, point(filled(8, -1, 1), array({0, 1, 1, 0}), filled(3, -1, 1), 4, 2))
CORPUS(welford, point(filled(6, -1, 1), 6, 0))
CORPUS(correlation, point(filled(6, -1, 1), filled(6, 0, 3), 6))
CORPUS(gaussianKernel, point(filled(4, -1, 1), filled(4, 0, 1), 4, 0.7, 0.1))
CORPUS(exponentialSmoothing, point(filled(6, -1, 1), 6, 0.4, 0.3))
