// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Two bases that both have a member of one name: which of them is meant is not told by the name.

struct Damped {
  double rate;
};
struct Driven {
  double rate;
};
struct Both : Damped, Driven {};

#pragma grad
double f(double a) {
  Both both;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen cannot differentiate through member 'rate'
  // CHECK: note: 'Both' has two members that are called 'rate', with those of its base classes: rename one of them
  return both.Damped::rate = a;
}
