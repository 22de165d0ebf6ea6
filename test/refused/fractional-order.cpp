// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// The derivative of a Bessel function with respect to its order.

#include <cmath>

#pragma grad
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen has no derivative rule for this operand of 'cyl_bessel_j'
double f(double order, double x) { return std::cyl_bessel_j(order, x); }
