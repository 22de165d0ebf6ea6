// RUN: not %adgen %s -- %flags 2>&1 | FileCheck-19 %s
// What an unnamed struct leads to is constant; unless the function itself writes derivatives there.
struct Work {
  double *scratch;
};
// CHECK: written-struct-memory.cpp:[[#@LINE+2]]:8: error: 'work' points to values that the derivative passes through, and there is no buffer for their derivative; name 'work' in wrt(...)
#pragma grad wrt(x)
double squared(const double *x, const Work &work, int n) {
  for (int i = 0; i < n; ++i)
    work.scratch[i] = x[i] * x[i];
  return work.scratch[0];
}
