// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#pragma grad
double f(double x) {
  // expected-error@+1 {{adgen cannot differentiate through a new expression}}
  double *p = new double(x);
  // expected-error@+2 {{adgen does not differentiate through pointers yet}}
  // expected-note@+1 {{pass the value by reference, or return it}}
  double r = *p;
  // expected-error@+1 {{adgen cannot differentiate through a delete expression}}
  delete p;
  return r;
}
