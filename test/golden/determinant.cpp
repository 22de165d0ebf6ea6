// RUN: %python %S/check.py %adgen %s

#include <cmath>
#include <utility>

// The determinant by Gaussian elimination with pivoting; the matrix is overwritten.
#pragma grad
double determinant(double *a, int n) {
  double product = 1;
  for (int k = 0; k < n; ++k) {
    int pivot = k;
    for (int i = k + 1; i < n; ++i)
      if (std::abs(a[i * n + k]) > std::abs(a[pivot * n + k]))
        pivot = i;
    if (pivot != k) {
      for (int j = 0; j < n; ++j)
        std::swap(a[k * n + j], a[pivot * n + j]);
      product = -product;
    }
    product *= a[k * n + k];
    for (int i = k + 1; i < n; ++i) {
      double factor = a[i * n + k] / a[k * n + k];
      for (int j = k; j < n; ++j)
        a[i * n + j] -= factor * a[k * n + j];
    }
  }
  return product;
}
