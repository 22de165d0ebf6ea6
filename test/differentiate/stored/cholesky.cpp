// RUN: %gradient | %recorded

// In place: results of the square roots and divisions. (And every factor of the inner products, which are final when
// they are read: they need not be.)

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
// CHECK: std::vector<double> tape_stack;
// CHECK: std::vector<double> tape_stack1;
// CHECK: std::vector<double> tape_stack2;
// CHECK: std::vector<double> tape_stack3;
// CHECK: std::vector<double> tape_stack4;
// CHECK: new double[std::max<std::int64_t>(n, 0)]);
// CHECK: tape_stack4.push_back({{[a-z][0-9]+}});
// CHECK: tape[j] = {{[a-z][0-9]+}};
// CHECK: tape_stack.push_back({{[a-z][0-9]+}});
// CHECK: tape_stack1.push_back({{[a-z][0-9]+}});
// CHECK: tape_stack2.push_back({{[a-z][0-9]+}});
// CHECK: tape_stack3.push_back({{[a-z][0-9]+}});
