// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A write that the caller would miss.

double total = 0;
#pragma grad
double f(double x) {
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen does not differentiate a function that writes to a global variable
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: return the value instead, or assign to a local variable
  total += x * x;
  return total;
}
