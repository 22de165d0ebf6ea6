// RUN: %gradient | %recorded

// An index that the counter gives: nothing.

#pragma grad wrt(x)
double f(const double *x, int n) {
  double sum = 0;
  for (int i = 0; i < n; ++i) {
    int k = (7 * i + 3) % n;
    sum += x[k] * x[k];
  }
  return sum;
}

// CHECK: Gradient of
// CHECK: const int k = (i * 7 + 3) % n;
