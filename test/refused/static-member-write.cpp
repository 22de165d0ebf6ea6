// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// The same where it is written.

struct Config {
  static double factor;
};
#pragma grad
double f(double x) {
  // CHECK: :[[@LINE+4]]:{{[0-9]+}}: error: a static variable of a function or class is not supported
  // CHECK: :[[@LINE+3]]:{{[0-9]+}}: note: move it to namespace scope, or make it a constant
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen does not differentiate a function that writes to a global variable
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: return the value instead, or assign to a local variable
  Config::factor = x;
  return x * x;
}
