// RUN: %gradient | %recorded

// An unknown number of iterations: a vector, and the number.

#include <cmath>
#pragma grad
double f(double x) {
  while (x > 1)
    x = std::sqrt(x);
  return x;
}

// CHECK: Gradient of
// CHECK: std::vector<double> x_stack;
// CHECK: x_stack.push_back(x2);
// CHECK: = count - 1;
