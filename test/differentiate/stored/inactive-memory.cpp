// RUN: %gradient | %recorded

// Nothing is computed for memory that is not asked for.

#pragma grad wrt(x)
double f(double x, const double *weights, int n) {
  double y = 0;
  for (int i = 0; i < n; ++i)
    y = y * weights[i] + x;
  return y;
}

// CHECK: Gradient of
// CHECK-NOT: d_weights
// CHECK: return d_x;
