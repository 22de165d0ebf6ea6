// RUN: %gradient | %recorded

// A while with break: the counter that the program keeps, no condition and no element.

#pragma grad wrt(x)
double f(const double *x, int n, double limit) {
  double sum = 0;
  int i = 0;
  while (i < n) {
    if (x[i] > limit)
      break;
    sum += x[i] * x[i];
    ++i;
  }
  return sum;
}

// CHECK: Gradient of
// CHECK: std::vector<int> tape_stack;
// CHECK: tape_stack.push_back(i);
// CHECK: = count - 1;
