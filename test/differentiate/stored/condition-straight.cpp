// RUN: %gradient | %recorded

// Outside of loops: nothing.

#pragma grad
double f(double x, double y) {
  double z = x * y;
  if (z > 1)
    z = z * z;
  else
    z = 2 * z;
  return z * x;
}

// CHECK: Gradient of
