// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Complex numbers as a parameter.

#include <complex>
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: 'z' of type 'std::complex<double>' has no derivative: it is of no class of types that can be differentiated
#pragma grad wrt(z)
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: 'f' is defined here
double f(std::complex<double> z) { return std::abs(z); }
