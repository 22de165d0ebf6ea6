// RUN: %gradient | %recorded

// In place: each element as it was before and behind the inner product, which is put back as the reverse sweep passes,
// and nothing of the inner products: they add to a variable, and read what is final.

#include <cmath>
#pragma grad
void f(double *a, int n) {
  for (int j = 0; j < n; ++j) {
    for (int k = 0; k < j; ++k)
      a[j * n + j] -= a[j * n + k] * a[j * n + k];
    a[j * n + j] = std::sqrt(a[j * n + j]);
    for (int i = j + 1; i < n; ++i) {
      for (int k = 0; k < j; ++k)
        a[i * n + j] -= a[i * n + k] * a[j * n + k];
      a[i * n + j] /= a[j * n + j];
    }
  }
}

// CHECK: Gradient of
// CHECK: std::vector<double *> written;
// CHECK: std::vector<double> written_value;
// CHECK: tape(new double[t2]);
// CHECK: tape1(new double[t2]);
// CHECK: tape2(new double[t1]);
// CHECK: tape3(new double[t1]);
// CHECK: tape2[j] = {{[a-z][0-9]+}};
// CHECK: tape3[j] = {{[a-z][0-9]+}};
// CHECK: tape[t10] = {{[a-z][0-9]+}};
// CHECK: tape1[t10] = {{[a-z][0-9]+}};
// CHECK: written.push_back(a + {{[a-z][0-9]+}});
// CHECK: written_value.push_back(a[{{[a-z][0-9]+}}]);
// CHECK: written.push_back(a + {{[a-z][0-9]+}});
// CHECK: written_value.push_back(a[{{[a-z][0-9]+}}]);
