// RUN: not %adgen %s --function=f -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=error:

// The command line asks for what the pragma says; that this is refused is said once.

#pragma grad
// CHECK: error: a try block is not supported yet
double f(double x) { try { x *= x; } catch (...) {} return x; }
// CHECK: 1 error generated.
