// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A temporary has no place for its derivative.

#pragma grad
// CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen does not differentiate a function with an rvalue-reference parameter
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: take it by value or by const reference
double f(double &&x) { return x * x; }
