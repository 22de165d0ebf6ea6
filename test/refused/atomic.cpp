// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Atomics.

#include <atomic>
#pragma grad
double f(double x) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate through objects of class 'std::atomic<double>'
  std::atomic<double> y{x};
  return y.load() * x;
}
