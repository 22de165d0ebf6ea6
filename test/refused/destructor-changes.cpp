// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A destructor that changes a global variable.

int closed = 0;
struct Guard {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate a function that writes to a global variable
  ~Guard() { ++closed; }
};
#pragma grad
double f(double x) {
  Guard guard;
  return x * x;
}
