// RUN: %gradient | %recorded

// In place: the argument that is overwritten, once.

#include <cmath>
#pragma grad
void f(double *x, int n) {
  for (int i = 0; i < n; ++i)
    x[i] = std::sin(x[i]);
}

// CHECK: Gradient of
// CHECK: new double[std::max<std::int64_t>(n, 0)]);
// CHECK: tape[i] = {{[a-z][0-9]+}};
