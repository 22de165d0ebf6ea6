// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A struct with a reference, by value.

struct View { double &x; };
#pragma grad
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through
double f(View v) { v.x *= v.x; return v.x; }
