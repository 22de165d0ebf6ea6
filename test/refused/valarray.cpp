// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Containers of the library as a parameter.

#include <valarray>
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: 'f' has no parameter of a differentiable type
#pragma grad
double f(const std::valarray<double> &x) { return x.sum(); }
