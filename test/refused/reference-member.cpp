// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A struct with a reference, by value.

struct View {
  double &x;
};
#pragma grad
double f(View v) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through
  v.x *= v.x;
  return v.x;
}
