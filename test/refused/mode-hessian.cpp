// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A mode that is reserved.

// CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: mode(hessian) is not supported yet
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: mode(jvp) gives its product with a vector, column by column; mode(vjp) row by row
#pragma grad mode(hessian)
double f(double x) { return x * x; }
