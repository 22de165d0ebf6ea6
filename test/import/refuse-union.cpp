// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

union U { double a; float b; };
#pragma grad wrt(x)
double f(double x) {
  U u;
  // expected-error@+2 {{adgen cannot differentiate through member 'a'}}
  // expected-note@+1 {{'U' is a union, whose members share their memory: use a struct}}
  u.a = x;
  // expected-error@+2 {{adgen cannot differentiate through member 'a'}}
  // expected-note@+1 {{'U' is a union, whose members share their memory: use a struct}}
  return u.a;
}
