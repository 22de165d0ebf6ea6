// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

union U { double a; float b; };
#pragma grad wrt(x)
double f(double x) {
  U u;
  // expected-error@+1 {{adgen cannot differentiate through member 'a': 'U' is a union, whose members share their memory}}
  u.a = x;
  // expected-error@+1 {{adgen cannot differentiate through member 'a': 'U' is a union, whose members share their memory}}
  return u.a;
}
