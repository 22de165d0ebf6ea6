// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A callable whose class is hidden.

#include <functional>
#pragma grad wrt(x)
double f(double x) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate through objects of class 'std::function<double (double)>'
  std::function<double(double)> square = [](double v) { return v * v; };
  return square(x);
}
