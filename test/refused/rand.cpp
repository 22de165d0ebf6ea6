// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A function whose body is in a library.

#include <cstdlib>
#pragma grad
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through 'rand': it has no derivative rule
double f(double x) { return x * std::rand(); }
