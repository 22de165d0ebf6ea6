// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// The derivative's place would have to be returned too.

static double *last(double *x, int n) { return n == 0 ? x : last(x + 1, n - 1); }
#pragma grad wrt(x)
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate a recursive function that returns a pointer
double f(double *x, int n) { return *last(x, n) * *x; }
