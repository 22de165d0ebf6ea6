// RUN: %gradient | %recorded

// A while with break in the middle: the variable, no condition.

#pragma grad wrt(x)
double f(double x, int n) {
  double y = 1;
  while (true) {
    y = y * y * x;
    if (--n < 0 || y > 100)
      break;
  }
  return y;
}

// CHECK: Gradient of
// CHECK: std::vector<double> tape_stack;
// CHECK: tape_stack.push_back(y);
// CHECK: = count - 1;
