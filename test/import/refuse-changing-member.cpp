// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

struct S { double k = 0;
#pragma grad wrt(x)
// expected-error@+2 {{adgen does not differentiate a member function that may change its object}}
// expected-note@+1 {{make it const}}
double f(double x) {
  k = x;
  return k;
} };
