// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Containers of the library.

#include <map>
#pragma grad wrt(x)
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through 'std::map<int, double>::at'
double f(double x, const std::map<int, double> &m) { return m.at(1) * x; }
