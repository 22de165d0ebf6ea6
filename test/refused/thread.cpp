// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally

// Other threads.

#include <thread>
#pragma grad
double f(double x) {
  double y = x;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate through objects of class 'std::thread'
  std::thread t([&] { y *= x; });
  t.join();
  return y;
}
