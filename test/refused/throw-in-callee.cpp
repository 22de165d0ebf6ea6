// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Exceptions in a function that is called.

#include <stdexcept>
static double checked(double v) {
  if (v < 0)
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through a throw expression
    throw std::domain_error("negative");
  return v;
}
#pragma grad
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: while differentiating 'f'
double f(double x) { return checked(x) * x; }
