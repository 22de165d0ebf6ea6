// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#pragma grad
double f(double x) {
  // expected-error@+2 {{a loop is not supported yet}}
  // expected-note@+1 {{adgen differentiates straight-line code so far}}
  while (x > 1) x *= 0.5;
  return x;
}
