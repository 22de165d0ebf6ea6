// RUN: %gradient | %recorded

// The result may overlap the matrix or the vector: both factors.

#pragma grad
void f(const double *m, const double *v, double *r, int n) {
  for (int i = 0; i < n; ++i) {
    r[i] = 0;
    for (int j = 0; j < n; ++j)
      r[i] += m[i * n + j] * v[j];
  }
}

// CHECK: Gradient of
// CHECK: const std::unique_ptr<double[]> tape(new double[{{[a-z][0-9]+}}]);
// CHECK: const std::unique_ptr<double[]> tape1(new double[{{[a-z][0-9]+}}]);
// CHECK: tape[{{[a-z][0-9]+}}] = {{[a-z][0-9]+}};
// CHECK: tape1[{{[a-z][0-9]+}}] = {{[a-z][0-9]+}};
