// RUN: %gradient | %recorded

// The inner loop's number of iterations depends on the outer one: a vector.

#pragma grad wrt(x)
double f(double x, int n) {
  double y = 1;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < i; ++j)
      y = y * y * x;
  return y;
}

// CHECK: Gradient of
// CHECK: std::vector<double> y_stack;
// CHECK: y_stack.push_back(y);
