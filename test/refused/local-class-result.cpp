// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// The value beside the gradient would be of a class that has no name outside of the function.
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: the derivative would be a function of objects whose class is declared inside of a function or has members that are not public
#pragma grad
auto f(double x) {
  struct Powers {
    double square, cube;
  };
  return Powers{x * x, x * x * x};
}
