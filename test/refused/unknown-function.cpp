// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A function that is only declared.

double measured(double v);
#pragma grad
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through 'measured': it has no derivative rule and no definition is visible here
double f(double x) { return x * measured(x); }
