// RUN: %gradient | %recorded

// What does not reach the result is not computed: nothing, and no loop.

#include <cmath>
#pragma grad wrt(x)
double f(double x, double *log, int n) {
  double unused = x;
  for (int i = 0; i < n; ++i)
    unused = std::sin(unused) * x;
  return 2 * x;
}

// CHECK: Gradient of
// CHECK-NOT: {{for|sin}}
// CHECK: return 2.0;
