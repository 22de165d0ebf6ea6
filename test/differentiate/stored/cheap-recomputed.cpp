// RUN: %gradient | %recorded

// What a few multiplications give: nothing.

#pragma grad wrt(x)
double f(const double *x, int n) {
  double sum = 0;
  for (int i = 0; i < n; ++i) {
    double a = 2 * x[i] + 1;
    double b = a * a - 3;
    sum += b * b * a;
  }
  return sum;
}

// CHECK: Gradient of
// CHECK: const double a = x[i] * 2.0 + 1.0;
// CHECK: const double b = a * a - 3.0;
