// RUN: %gradient | %recorded

// In place: the two factors. (x[i - 1] is final when it is read: one of the two would do.)

#pragma grad
void f(double *x, int n) {
  for (int i = 1; i < n; ++i)
    x[i] *= x[i - 1];
}

// CHECK: Gradient of
// CHECK: const std::unique_ptr<double[]> tape(new double[{{[a-z][0-9]+}}]);
// CHECK: const std::unique_ptr<double[]> tape1(new double[{{[a-z][0-9]+}}]);
// CHECK: tape[{{[a-z][0-9]+}}] = {{[a-z][0-9]+}};
// CHECK: tape1[{{[a-z][0-9]+}}] = {{[a-z][0-9]+}};
