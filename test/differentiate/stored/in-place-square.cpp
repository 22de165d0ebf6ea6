// RUN: %gradient | %recorded

// In place: the value that is overwritten, once.

#pragma grad
void f(double *x, int n) {
  for (int i = 0; i < n; ++i)
    x[i] = x[i] * x[i];
}

// CHECK: Gradient of
// CHECK: new double[std::max<std::int64_t>(n, 0)]);
// CHECK: tape[i] = {{[a-z][0-9]+}};
