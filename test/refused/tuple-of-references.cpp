// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// References of the caller's in a tuple.

#include <tuple>

#pragma grad wrt(x)
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through a tuple of references from outside
double f(std::tuple<double &, int> t, double x) { return std::get<0>(t) * x; }
