// RUN: %gradient | %recorded

// A linear loop: nothing.

#pragma grad wrt(x)
double f(const double *x, int n) {
  double sum = 0;
  for (int i = 0; i < n; ++i)
    sum += 3 * x[i];
  return sum;
}

// CHECK: Gradient of
