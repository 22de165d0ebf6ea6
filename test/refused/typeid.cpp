// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally

// The class of an object at run time.

#include <typeinfo>
struct A {
  virtual double g() const { return 1; }
};
#pragma grad wrt(x)
double f(double x, const A &a) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through typeid
  if (typeid(a) == typeid(A))
    return x;
  return x * x;
}
