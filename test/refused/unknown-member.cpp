// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A member function that is only declared.

struct Model {
  double k;
  double operator()(double v) const;
};
#pragma grad wrt(x)
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through 'Model::operator()': it has no derivative rule and no definition is visible here
double f(double x, const Model &model) { return model(x); }
