// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#pragma grad
double f(double x, int n) {
  // expected-error@+2 {{recursive calls are not supported yet}}
  // expected-note@+1 {{adgen differentiates straight-line code so far}}
  return n == 0 ? x : x * f(x, n - 1);
}
