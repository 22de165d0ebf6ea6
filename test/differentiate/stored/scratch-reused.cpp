// RUN: %gradient | %recorded

// A scratch array that is computed again: nothing.

#pragma grad
double f(const double *x, int n) {
  double buffer[3], sum = 0;
  for (int i = 0; i < n; ++i) {
    for (int k = 0; k < 3; ++k)
      buffer[k] = x[i] * x[i] * k;
    sum += buffer[0] * buffer[1] * buffer[2];
  }
  return sum;
}

// CHECK: Gradient of
