// RUN: %gradient | %recorded

// An array that every iteration fills anew is the iteration's own; what it records serves all iterations.
#include <cmath>

#pragma grad wrt(a)
double f(const double *a, int rows, int columns) {
  double *terms = new double[columns];
  double total = 0;
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < columns; ++j)
      terms[j] = a[i * columns + j] * a[j];
    double sum = 0;
    for (int j = 0; j < columns; ++j)
      sum += std::exp(terms[j] - terms[0]);
    total += std::log(sum);
  }
  delete[] terms;
  return total;
}

// CHECK: Gradient of
// CHECK: double *const terms = new double[columns];
// CHECK: double *const d_terms = new double[columns]();
// CHECK: tape(
// CHECK-NEXT: new double[std::max<std::int64_t>(columns, 0)]
// CHECK: for (int i = 0; i < rows; ++i) {
// CHECK: tape[j] =
// CHECK: tape[j]
