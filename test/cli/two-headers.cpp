// Two headers that need the derivative of one recursive callee meet in one translation unit.
// RUN: %adgen %s --function=f -o %t.f.h -- %flags
// RUN: %adgen %s --function=g -o %t.g.h -- %flags
// RUN: %clang -Wno-unused-function -DFIRST='"%t.f.h"' -DSECOND='"%t.g.h"' %s -o %t && %t
// RUN: %if gxx %{ %gxx -Wno-unused-function -DFIRST='"%t.g.h"' -DSECOND='"%t.f.h"' %s -o %t && %t %}
double power(double x, int n) { return n == 0 ? 1 : x * power(x, n - 1); }
double f(double x) { return power(x, 2); }
double g(double x) { return power(x, 3); }

#ifdef FIRST
#include FIRST
#include SECOND

int main() { return f_grad(3) == 6 && g_grad(3) == 27 ? 0 : 1; }
#endif
