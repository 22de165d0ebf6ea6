// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Numbers from text.

#include <cstdlib>
#pragma grad wrt(x)
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through 'strtod': it has no derivative rule
double f(double x, const char *text) { return x * std::strtod(text, nullptr); }
