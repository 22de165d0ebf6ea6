// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// The second base is not where the object begins.

struct First {
  double at;
};
struct Second {
  double second;
};
struct Both : First, Second {
  double own;
};

#pragma grad
double f(double x, int n) {
  Both b{{x}, {2 * x}, x * x};
  Second s{x * x * x};
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen cannot follow a reference to a base that is not the first
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: choose among objects of one class
  Second &chosen = n ? b : s;
  chosen.second *= x;
  return b.second * b.own + s.second;
}

static void square(Second *part) { part->second *= part->second; }
#pragma grad
double g(double x, double y) {
  Both b{{x}, {y}, 1};
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen cannot follow a pointer to a base that is not the first
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: take the address of the member that is meant
  square(&b);
  return b.at * b.second;
}
