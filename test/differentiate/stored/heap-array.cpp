// RUN: %gradient | %recorded

// The same on the heap.

#pragma grad wrt(x)
double f(const double *x, int n) {
  double *squares = new double[n];
  for (int i = 0; i < n; ++i)
    squares[i] = x[i] * x[i];
  double sum = 0;
  for (int i = 1; i < n; ++i)
    sum += squares[i] * squares[i - 1];
  delete[] squares;
  return sum;
}

// CHECK: Gradient of
// CHECK: double *const squares = new double[n];
// CHECK: double *const d_squares = new double[n]();
