// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally

// C's complex numbers.

#pragma grad
double f(double x) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through a conversion to '_Complex double'
  _Complex double z = x;
  z *= z;
  return __real__ z;
}
