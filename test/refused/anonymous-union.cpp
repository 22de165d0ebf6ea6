// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A struct with a union inside.

struct Value {
  int kind;
  union {
    double number;
    long bits;
  };
};
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: 'f' has no parameter of a differentiable type
#pragma grad
double f(const Value &v) { return v.number * v.number; }
