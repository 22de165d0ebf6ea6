// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Memory that a class of the library manages.

#include <vector>
#pragma grad wrt(x)
double f(double x, int n) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot follow this construction of 'std::vector<double>'
  std::vector<double> powers(n, x);
  double sum = 0;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate a loop over values of type 'std::vector<double>'
  for (double p : powers)
    sum += p;
  return sum;
}
