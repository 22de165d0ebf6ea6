// RUN: %gradient | %recorded

// The number of iterations is known when the loop begins: an array of that size.

#include <cmath>
#pragma grad wrt(x)
double f(double x, int n) {
  for (int i = 0; i < n; ++i)
    x = std::sin(x);
  return x;
}

// CHECK: Gradient of
// CHECK: new double[std::max<std::int64_t>(n, 0)]);
// CHECK: x_at[i] = x1;
