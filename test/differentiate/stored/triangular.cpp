// RUN: %gradient | %recorded

// The inner loop's number of iterations depends on the outer one: half of an array.

#pragma grad wrt(x)
double f(double x, int n) {
  double y = 1;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < i; ++j)
      y = y * y * x;
  return y;
}

// CHECK: Gradient of
// CHECK: new double[std::max<std::int64_t>(n, 0) * t0]);
// CHECK: y_at[i * t0 + j] = y;

// Two triangles, one in the other: a vector.
#pragma grad wrt(x)
double g(double x, int n) {
  double y = 1;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < i; ++j)
      for (int k = 0; k < j; ++k)
        y = y * y * x;
  return y;
}

// CHECK: Gradient of
// CHECK: std::vector<double> y_stack;
// CHECK: y_stack.push_back(y);

// A band: a vector.
#pragma grad wrt(x)
double h(double x, int n) {
  double y = 1;
  for (int i = 0; i < n; ++i)
    for (int j = i; j < i + 3; ++j)
      y = y * y * x;
  return y;
}

// CHECK: Gradient of
// CHECK: std::vector<double> y_stack;
// CHECK: y_stack.push_back(y);

// Few of the pairs are near: what is recorded of these, a vector.
#pragma grad wrt(x)
double k(double x, const double *at, int n) {
  double y = 1;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < i; ++j)
      if (at[i] - at[j] < 1)
        y = y * __builtin_exp(x * at[j]);
  return y;
}

// CHECK: Gradient of
// CHECK: new double[std::max<std::int64_t>(n, 0) * t0]);
// CHECK: std::vector<double> tape_stack;
// CHECK: y_at[i * t0 + j] = y;
// CHECK: tape_stack.push_back({{[a-z][0-9]+}});
