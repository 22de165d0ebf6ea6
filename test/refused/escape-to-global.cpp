// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// The address of a local variable leaves the function.

static double *keep[2];
#pragma grad
double f(double x) {
  double y = x;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen does not differentiate a function that writes to a global variable
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: return the value instead, or assign to a local variable
  keep[0] = &y;
  return *keep[0] * x;
}
