// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A jump into a loop.

#pragma grad wrt(x)
double f(double x, int n) {
  if (n > 3)
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: a goto into a block is not supported
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: put the label into the block of the goto, or into one around it
    goto middle;
  while (n > 0) {
    x *= 2;
  middle:
    --n;
  }
  return x;
}
