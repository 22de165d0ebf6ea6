// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// The same in a function that is called.

double total = 0;
// CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen does not differentiate a function that writes to a global variable
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: return the value instead, or assign to a local variable
static void add(double v) { total += v; }
#pragma grad
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: while differentiating 'f'
double f(double x) {
  add(x * x);
  return x;
}
