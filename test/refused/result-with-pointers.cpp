// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally
// A result with a number whose cotangent would have to pass beside a pointer.
struct Node {
  double value;
  Node *next;
};
#pragma grad
// CHECK: [[@LINE+1]]:6: error: adgen does not differentiate a result that holds numbers beside pointers; return the numbers alone, or through a parameter
Node f(Node n) {
  n.value *= 2;
  return n;
}
