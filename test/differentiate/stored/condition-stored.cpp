// RUN: %gradient | %recorded

// A condition on what is overwritten: one bool an iteration. The branch is linear.

#pragma grad
void f(double *x, int n) {
  for (int i = 0; i < n; ++i)
    if (x[i] > 0)
      x[i] = 3 * x[i];
}

// CHECK: Gradient of
// CHECK: const std::unique_ptr<bool[]> tape(new bool[std::max<std::int64_t>(n, 0)]);
// CHECK: tape[i] = condition;
// CHECK: if (tape[i]) {
