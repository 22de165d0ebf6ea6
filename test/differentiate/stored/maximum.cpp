// RUN: %gradient | %recorded

// The largest element: where it was.
// The running maximum, which is used: one bool an iteration.

#pragma grad
double f(const double *x, int n) {
  double largest = x[0];
  for (int i = 1; i < n; ++i)
    largest = x[i] > largest ? x[i] : largest;
  return largest;
}

#pragma grad
double g(const double *x, int n) {
  double largest = x[0], sum = 0;
  for (int i = 1; i < n; ++i) {
    largest = x[i] > largest ? x[i] : largest;
    sum += largest;
  }
  return sum;
}

// CHECK: Gradient of
// CHECK: largest_at = condition ? i : largest_at;
// CHECK-NOT: for
// CHECK: d_x[largest_at] += 1.0;
// CHECK: Gradient of
// CHECK: new bool[std::max<std::int64_t>(static_cast<std::int64_t>(n) - 1, 0)]);
// CHECK: tape[i - 1] = condition;
