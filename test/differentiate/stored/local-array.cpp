// RUN: %gradient | %recorded

// A local array that is written once: nothing but the array.

#pragma grad
double f(const double *x) {
  double squares[8];
  for (int i = 0; i < 8; ++i)
    squares[i] = x[i] * x[i];
  double sum = 0;
  for (int i = 1; i < 8; ++i)
    sum += squares[i] * squares[i - 1];
  return sum;
}

// CHECK: Gradient of
