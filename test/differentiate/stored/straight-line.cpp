// RUN: %gradient | %recorded

// Outside of loops: nothing.

#include <cmath>
#pragma grad
double f(double x, double y) {
  x = std::sin(x) * y;
  y = x * y;
  x = std::exp(x) / y;
  return x * y;
}

// CHECK: Gradient of
