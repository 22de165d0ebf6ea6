// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A write through a global pointer.

double *work;
#pragma grad
double f(double x, int i) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot follow where the derivative of what this pointer points to is kept
  work[i] = x;
  return work[0] * x;
}
