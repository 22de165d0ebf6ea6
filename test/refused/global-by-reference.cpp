// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A write to a global variable through a reference.

double state = 2;
// CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen does not differentiate a function that writes to a global variable
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: return the value instead, or assign to a local variable
static void update(double &s, double v) { s = v; }
#pragma grad
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: while differentiating 'f'
double f(double x) {
  update(state, x);
  return x * state;
}
