// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Jumps out of the function.

#include <csetjmp>
#pragma grad
double f(double x) {
  std::jmp_buf b;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through '{{_?}}setjmp': it has no derivative rule
  if (setjmp(b))
    return x * x;
  std::longjmp(b, 1);
}
