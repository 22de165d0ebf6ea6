// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Handlers of exceptions.

#pragma grad
double f(double x) {
  double y = x;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: a try block is not supported yet
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: a derivative does not leave by an exception: return a value that says what went wrong
  try {
    y *= x;
  } catch (...) {
    y = 0;
  }
  return y;
}
