// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A union as a parameter, of which one member is read.

union Number {
  double d;
  float f;
};
#pragma grad wrt(x)
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through member 'd'
double f(double x, Number n) { return x * n.d; }
