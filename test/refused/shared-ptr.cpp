// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Memory that a class of the library manages.

#include <memory>
#pragma grad wrt(x)
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through 'std::{{.*}}operator*'
double f(double x, const std::shared_ptr<double> &p) { return *p * x; }
