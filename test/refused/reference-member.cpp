// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A struct with a reference, by value.

struct View {
  double &x;
};
#pragma grad
double f(View v) {
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen cannot differentiate through member 'x': it is a reference in an object from outside
  // CHECK: note: make it a pointer
  v.x *= v.x;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through member 'x': it is a reference in an object from outside
  return v.x;
}
