// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Memory that a class of the library manages.

#include <memory>
#pragma grad
double f(double x) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through 'std::make_unique'
  auto p = std::make_unique<double>(x);
  return *p * x;
}
