// RUN: %gradient | %recorded

// A pointer that walks through the triangle: it walks back, and nothing is recorded.

#pragma grad wrt(below, x)
double f(const double *below, const double *x, int d) {
  double sum = 0;
  for (int i = 0; i < d; ++i)
    for (int j = i + 1; j < d; ++j)
      sum += *below++ * x[i] * x[j];
  return sum * sum;
}

// CHECK: Gradient of
// CHECK: double *[[D:.*]] = d_below1;
// CHECK-NEXT: const double *[[P:.*]] = below1;
// CHECK: for (int i = d - 1; i >= 0; --i) {
// CHECK: for (int k = d - 1; k >= i + 1; --k) {
// CHECK: [[P]][-1]
// CHECK: [[D]][-1] +=
// CHECK: --[[D]];
// CHECK-NEXT: --[[P]];
