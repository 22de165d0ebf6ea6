// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Generated code is no member: it cannot read the class.

class Model {
  double k = 2;

public:
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: member 'k' is not public: generated code cannot read it
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: make it public
  double operator()(double v) const { return k * v; }
};
#pragma grad wrt(x)
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: while differentiating 'f'
double f(double x, const Model &model) { return model(x); }
