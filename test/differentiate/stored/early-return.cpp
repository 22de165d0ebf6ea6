// RUN: %gradient | %recorded

// A return from a loop: the variable, and neither the condition nor the flag.

#pragma grad wrt(x)
double f(double x, int n) {
  for (int i = 0; i < n; ++i) {
    x = x * x;
    if (x > 100)
      return 2 * x;
  }
  return x;
}

// CHECK: Gradient of
// CHECK: std::vector<double> x_stack;
// CHECK: x_stack.push_back(x1);
// CHECK: = count - 1;
