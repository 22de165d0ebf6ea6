// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally

// A destructor that changes a value that is differentiated.

struct Scale {
  double &target;
  ~Scale() { target *= 2; }
};
#pragma grad
double f(double x) {
  double y = x;
  {
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate through objects of class 'Scale': what their destructor does would be left out
    Scale scale{y};
    y += 1;
  }
  return y * y;
}
