// RUN: %gradient | %recorded

// A pointer that walks through the triangle: each row takes back its steps, and nothing is recorded.

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
// CHECK-NEXT: double *d_below2 = d_below1;
// CHECK: below2 += g1;
// CHECK-NEXT: d_below2 += g1;
