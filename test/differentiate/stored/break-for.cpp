// RUN: %gradient | %recorded

// A for with break: the number of iterations.

#pragma grad wrt(x)
double f(const double *x, int n, double limit) {
  double sum = 0;
  for (int i = 0; i < n; ++i) {
    if (x[i] > limit)
      break;
    sum += x[i] * x[i];
  }
  return sum;
}

// CHECK: Gradient of
// CHECK: < count; ++
