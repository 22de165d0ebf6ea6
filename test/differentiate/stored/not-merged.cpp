// RUN: %gradient | %recorded

// An iteration may read what an earlier one has left in the array: its values are stored, for all iterations.

#pragma grad wrt(x)
double f(const double *x, int n) {
  double last[1] = {0.5}, sum = 0;
  for (int i = 0; i < n; ++i) {
    if (x[i] > 0)
      *last = x[i];
    sum += last[0] * x[i] * last[0];
  }
  return sum;
}

// CHECK: Gradient of
// CHECK: last_0_at(
// CHECK-NEXT: new double[std::max<std::int64_t>(n, 0)]
// CHECK: for (int i = 0; i < n; ++i) {
// CHECK: last_0_at[i] = last_0;
// CHECK: for (int i = n - 1; i >= 0; --i) {
