// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#pragma grad
double f(double x) {
  // expected-error@+1 {{adgen does not differentiate through values of type 'double[2]'}}
  double a[2] = {x, x};
  // expected-error@+1 {{adgen cannot differentiate through an array element}}
  return a[0];
}
