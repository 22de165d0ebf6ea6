// RUN: %gradient | %recorded

// An index that comes from the iteration before: the index, not the elements.

#pragma grad wrt(x)
double f(const double *x, int n) {
  double sum = 0;
  unsigned k = 1;
  for (int i = 0; i < n; ++i) {
    k = k * 1664525u + 1013904223u;
    sum += x[k % n] * x[k % n];
  }
  return sum;
}

// CHECK: Gradient of
// CHECK: const std::unique_ptr<int[]> tape(new int[std::max<std::int64_t>(n, 0)]);
// CHECK: tape[i] = k1 % static_cast<unsigned>(n);
