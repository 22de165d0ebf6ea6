// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Complex numbers.

#include <complex>
#pragma grad
double f(double x) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate through objects of class 'std::complex<double>'
  std::complex<double> z(x, 1);
  return std::norm(z * z);
}
