// RUN: %gradient | %recorded

// A condition on what is still there: nothing.

#pragma grad wrt(x)
double f(const double *x, int n) {
  double sum = 0;
  for (int i = 0; i < n; ++i)
    if (x[i] > 0)
      sum += x[i] * x[i];
  return sum;
}

// CHECK: Gradient of
// CHECK: if (x[i] > 0.0) {
