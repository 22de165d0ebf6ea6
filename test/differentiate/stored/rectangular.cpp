// RUN: %gradient | %recorded

// Nested loops: one array.

#pragma grad wrt(x)
double f(double x, int n, int m) {
  double y = 1;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < m; ++j)
      y = y * y * x;
  return y;
}

// CHECK: Gradient of
// CHECK: new double[std::max<std::int64_t>(n, 0) * {{[a-z][0-9]+}}]);
// CHECK: y_at[i * {{[a-z][0-9]+}} + j] = y;
