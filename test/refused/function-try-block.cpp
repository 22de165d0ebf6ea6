// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A body that is a handler of exceptions.

// CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: a function whose body is a try block cannot be differentiated
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: '#pragma grad' stands in front of the definition of a function, or names one that is defined: '#pragma grad f'
#pragma grad
double f(double x) try { return x * x; } catch (...) {
  return 0;
}
