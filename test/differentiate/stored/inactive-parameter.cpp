// RUN: %gradient | %recorded

// Nothing is computed for a parameter that is not asked for: only what x needs of y.

#include <cmath>
#pragma grad wrt(x)
double f(double x, double y, int n) {
  for (int i = 0; i < n; ++i) {
    x = x * std::cos(y);
    y = y * y;
  }
  return x;
}

// CHECK: Gradient of
// CHECK: new double[std::max<std::int64_t>(n, 0)]);
// CHECK: tape[i] = std::cos(y1);
// CHECK-NOT: d_y
// CHECK: return d_x;
