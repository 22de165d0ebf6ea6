// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally

// Classes of the library with unions inside.

#include <variant>
#pragma grad
double f(double x) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate through objects of class 'std::variant<double, int>'
  std::variant<double, int> y = x;
  return std::get<0>(y) * x;
}
