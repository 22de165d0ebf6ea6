// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Strings are read by functions of the library.

#include <string>
#pragma grad wrt(x)
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through 'std::basic_string<char>::empty'
double f(double x, const std::string &s) { return s.empty() ? x : x * x; }
