// RUN: %python %S/check.py %adgen %s

#include <cmath>

// In place, the lower triangle; returns the logarithm of the determinant.
#pragma grad
double cholesky(double *a, int n) {
  double logDeterminant = 0;
  for (int j = 0; j < n; ++j) {
    for (int k = 0; k < j; ++k)
      a[j * n + j] -= a[j * n + k] * a[j * n + k];
    a[j * n + j] = std::sqrt(a[j * n + j]);
    logDeterminant += 2 * std::log(a[j * n + j]);
    for (int i = j + 1; i < n; ++i) {
      for (int k = 0; k < j; ++k)
        a[i * n + j] -= a[i * n + k] * a[j * n + k];
      a[i * n + j] /= a[j * n + j];
    }
  }
  return logDeterminant;
}
