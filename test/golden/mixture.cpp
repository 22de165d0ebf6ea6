// RUN: %python %S/check.py %adgen %s

#include <cmath>

// The log-likelihood of a mixture of Gaussians on a line.
#pragma grad wrt(weights, means, deviations)
double logLikelihood(const double *points, int n, const double *weights, const double *means,
                     const double *deviations, int components) {
  double total = 0;
  for (int i = 0; i < n; ++i) {
    double density = 0;
    for (int k = 0; k < components; ++k) {
      double z = (points[i] - means[k]) / deviations[k];
      density += weights[k] / deviations[k] * std::exp(-0.5 * z * z);
    }
    total += std::log(density);
  }
  return total;
}
