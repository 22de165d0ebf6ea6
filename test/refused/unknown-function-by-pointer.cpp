// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// The same where the result comes back through a pointer.

void fill(double *out, int n, double v);
#pragma grad wrt(x)
double f(double x) {
  double a[3];
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through 'fill': it has no derivative rule and no definition is visible here
  fill(a, 3, x);
  return a[0] * a[1];
}
