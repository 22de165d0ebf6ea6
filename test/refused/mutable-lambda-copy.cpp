// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Two objects of one lambda, each with a state of its own.

#pragma grad
double f(double x) {
  auto sum = [total = 0.0](double v) mutable {
    total += v;
    return total;
  };
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen does not differentiate through copies of a mutable lambda
  // CHECK: note: take it by reference
  auto other = sum;
  return sum(x) * other(x);
}
