// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#pragma grad
double f(double x) {
  // expected-error@+1 {{adgen cannot differentiate through a throw expression}}
  if (x < 0) throw 1;
  return x;
}
