// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// The same where it is written.

struct Config {
  static double factor;
};
#pragma grad
double f(double x) {
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: a static variable of a function or class is not supported
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: move it to namespace scope, or make it a constant
  Config::factor = x;
  return x * x;
}
