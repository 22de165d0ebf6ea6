// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally
// The cotangent of a result that holds an array would be a parameter by value that is read element by element.
struct State {
  double q[2];
};
#pragma grad mode(vjp)
// CHECK: [[@LINE+1]]:7: error: adgen cannot take the cotangent of a result that holds an array; return it through a pointer or a reference
State f(State s, double g) {
  s.q[0] *= g;
  return s;
}
