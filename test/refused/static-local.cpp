// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A variable that lives longer than the call.

#pragma grad
double f(double x) {
  static double last = 0;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: a static variable of a function or class is not supported
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: move it to namespace scope, or make it a constant
  double y = last * x;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen does not differentiate a function that writes to a global variable
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: return the value instead, or assign to a local variable
  last = x;
  return y;
}
