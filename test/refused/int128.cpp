// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Integers that the graph does not have.

#pragma grad wrt(x)
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through a conversion to 'double'
double f(double x, __int128 n) { return x * n; }
