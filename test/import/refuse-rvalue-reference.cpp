// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#pragma grad
// expected-error@+2 {{adgen does not differentiate a function with an rvalue-reference parameter}}
// expected-note@+1 {{take it by value or by const reference}}
double f(double &&x) {
  return x;
}
