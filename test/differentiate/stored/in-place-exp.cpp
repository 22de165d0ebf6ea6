// RUN: %gradient | %recorded

// In place: the result, where the function has left it.

#include <cmath>
#pragma grad
void f(double *x, int n) {
  for (int i = 0; i < n; ++i)
    x[i] = std::exp(x[i]);
}

// CHECK: Gradient of
// CHECK: d_x[i] = [[D:[a-z][0-9]+]] == 0.0 ? 0.0 : [[D]] * x[i];
