// RUN: %gradient | %recorded

// A product in a variable: what stands in front of each factor. The factors are still there.

#pragma grad
double f(const double *x, int n) {
  double product = 1;
  for (int i = 0; i < n; ++i)
    product *= x[i];
  return product;
}

// CHECK: Gradient of
// CHECK: new double[std::max<std::int64_t>(n, 0)]);
// CHECK: product_at[i] = product;
