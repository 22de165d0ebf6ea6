// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// The same if it is only read: generated code cannot name it.

#pragma grad
double f(double x) {
  static double factor = 2;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: a static variable of a function or class is not supported
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: move it to namespace scope, or make it a constant
  return factor * x;
}
