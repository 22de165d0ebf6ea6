// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// An array of variable length whose elements hold pointers.

struct P {
  double *data;
  int n;
};
#pragma grad wrt(x)
double f(double x, int n) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate this array of variable length
  P a[n];
  double buffer[3] = {x, x, x};
  for (int i = 0; i < n; ++i)
    a[i] = P{buffer, i};
  return a[n - 1].data[1] * x;
}
