// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A variable of a class.

struct Config {
  static double factor;
};
#pragma grad
// CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: a static variable of a function or class is not supported
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: move it to namespace scope, or make it a constant
double f(double x) { return x * Config::factor; }
