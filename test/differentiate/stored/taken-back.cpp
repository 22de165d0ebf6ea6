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
// CHECK: const double *below2 = below1;
// CHECK-NEXT: double *d_below1 = d_below;
// CHECK: for (int i = d - 1; i >= 0; --i) {
// CHECK: for (int j = d - 1; j >= i + 1; --j) {
// CHECK: below2[-1]
// CHECK: d_below1[-1] +=
// CHECK: --d_below1;
// CHECK-NEXT: --below2;
