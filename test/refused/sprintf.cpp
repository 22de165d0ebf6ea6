// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A value that leaves as text.

#include <cstdio>
#include <cstdlib>
#pragma grad
double f(double x) {
  char text[32];
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through 'snprintf': it has no derivative rule
  std::snprintf(text, 32, "%g", x);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through 'atof': it has no derivative rule
  return std::atof(text);
}
