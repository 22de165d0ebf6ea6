// RUN: %gradient | %recorded

// An index from memory that nobody writes: nothing.

#pragma grad wrt(x)
double f(const double *x, const int *order, int n) {
  double sum = 0;
  for (int i = 0; i < n; ++i)
    sum += x[order[i]] * x[order[i]];
  return sum;
}

// CHECK: Gradient of
