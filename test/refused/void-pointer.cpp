// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Memory without a type that comes in from outside, and that of another type.

#pragma grad wrt(x)
double f(double x, void *context) {
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen cannot see what memory a 'void *' points to that is converted here
  // CHECK: note: use memory as the type that it was made with
  return x * *static_cast<double *>(context);
}

struct Pair {
  double first, second;
};
#pragma grad wrt(x)
double g(double x) {
  void *context = &x;
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot see what memory a 'void *' points to that is converted here
  return static_cast<Pair *>(context)->first;
}
