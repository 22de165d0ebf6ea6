// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A destructor that does something visible.

int closed = 0;
struct Guard {
  ~Guard() { ++closed; }
};
#pragma grad
double f(double x) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate through objects of class 'Guard': what their destructor does would be left out
  Guard guard;
  return x * x;
}
