// RUN: %python %S/check.py %adgen %s

// In place: every element becomes the product of those up to it.
#pragma grad
double prefixProduct(double *x, int n) {
  for (int i = 1; i < n; ++i)
    x[i] *= x[i - 1];
  return x[n - 1];
}
