// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally

// Unions.

union Bits {
  double number;
  long bits;
};
#pragma grad wrt(x)
double f(double x) {
  Bits b;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through member 'number'
  b.number = x;
  return b.number;
}
