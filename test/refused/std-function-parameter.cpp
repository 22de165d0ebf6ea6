// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// The same from outside.

#include <functional>
#pragma grad wrt(x)
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot see which functions the pointers behind this parameter point to
double f(double x, const std::function<double(double)> &g) { return g(x); }
