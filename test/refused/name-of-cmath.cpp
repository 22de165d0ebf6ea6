// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A C function whose name only C++ has for something else.

extern "C" double beta(double x, double y);
extern "C" double hermite(unsigned n, double x);

#pragma grad
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through 'beta': it has no derivative rule and no definition is visible here
double f(double x) { return beta(x, 2); }

#pragma grad
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through 'hermite': it has no derivative rule and no definition is visible here
double g(double x) { return hermite(3, x); }
