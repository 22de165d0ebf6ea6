// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally

// A parameter whose type depends on another one.

#pragma grad wrt(x)
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot see how long this array of variable length is
double f(int n, double x[][n]) { return x[0][0] * x[1][1]; }
