// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// The same for one element of an array.

double memo[8];
#pragma grad wrt(x)
double f(double x, int n) {
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen does not differentiate a function that writes to a global variable
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: return the value instead, or assign to a local variable
  memo[n] = x;
  return memo[n] * x;
}
