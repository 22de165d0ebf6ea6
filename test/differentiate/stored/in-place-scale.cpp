// RUN: %gradient | %recorded

// In place, linear: nothing.

#pragma grad wrt(x)
void f(double *x, double factor, int n) {
  for (int i = 0; i < n; ++i)
    x[i] *= factor;
}

// CHECK: Gradient of
