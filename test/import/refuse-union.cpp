// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

union U { double a; float b; };
#pragma grad wrt(x)
double f(double x) {
  U u;
  // expected-error@+1 {{adgen cannot differentiate through member 'a': its class is not supported}}
  u.a = x;
  // expected-error@+1 {{adgen cannot differentiate through member 'a': its class is not supported}}
  return u.a;
}
