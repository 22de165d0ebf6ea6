// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// The derivative's place would have to be returned too.

static double *last(double *x, int n) { return n == 0 ? x : last(x + 1, n - 1); }
#pragma grad wrt(x)
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate a recursive function that returns a pointer
double f(double *x, int n) { return *last(x, n) * *x; }

// What it points to was made by it.
struct Node {
  double v;
  Node *next;
};
static Node *append(Node *list, double v) {
  if (!list)
    return new Node{v, nullptr};
  list->next = append(list->next, v);
  return list;
}
#pragma grad
double g(double x) {
  Node *list = nullptr;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate a recursive function that returns a pointer
  list = append(list, x);
  return list->v;
}
