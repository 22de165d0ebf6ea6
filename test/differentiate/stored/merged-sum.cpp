// RUN: %gradient | %recorded

// Each iteration adds to a sum that is used linearly: its adjoint follows at once, and nothing is stored.
#include <cmath>

#pragma grad wrt(x)
double f(const double *x, int n, double c) {
  double sum = 0;
  for (int i = 0; i < n; ++i)
    sum += std::exp(x[i]) * std::sin(x[i]);
  return c * sum - 1;
}

// CHECK: Gradient of
// CHECK: for (int i = 0; i < n; ++i) {
// CHECK: std::exp(
// CHECK: d_x[i] +=
// CHECK-NOT: for
