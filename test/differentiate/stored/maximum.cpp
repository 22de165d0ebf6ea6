// RUN: %gradient | %recorded

// The largest element: one bool an iteration.

#pragma grad
double f(const double *x, int n) {
  double largest = x[0];
  for (int i = 1; i < n; ++i)
    largest = x[i] > largest ? x[i] : largest;
  return largest;
}

// CHECK: Gradient of
// CHECK: new bool[std::max<std::int64_t>(static_cast<std::int64_t>(n) - 1, 0)]);
// CHECK: tape[static_cast<std::int64_t>(i) - 1] = condition;
