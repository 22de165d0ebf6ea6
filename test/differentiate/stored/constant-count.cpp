// RUN: %gradient | %recorded

// A constant number of iterations: an array on the stack.

#include <cmath>
#pragma grad
double f(double x) {
  for (int i = 0; i < 10; ++i)
    x = std::sin(x);
  return x;
}

// CHECK: Gradient of
// CHECK: double x_at[10] = {};
// CHECK: x_at[i] = x1;
