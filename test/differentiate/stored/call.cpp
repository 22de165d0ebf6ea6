// RUN: %gradient | %recorded

// A call in a loop: what the loop changes, nothing of the callee.

static double square(double v) { return v * v; }
#pragma grad
double f(const double *x, int n) {
  double y = 1;
  for (int i = 0; i < n; ++i)
    y = y + square(y * x[i]);
  return y;
}

// CHECK: Gradient of
// CHECK: new double[std::max<std::int64_t>(n, 0)]);
// CHECK: y_at[i] = y;
