// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// The function comes in from outside.

#pragma grad wrt(x)
// CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen cannot see which function this pointer points to
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: a pointer of this type comes in from outside of the function
double f(double x, double (*g)(double)) { return x * g(x); }
