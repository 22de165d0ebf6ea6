// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#pragma grad
double f(double x) {
  // expected-error@+2 {{a goto is not supported yet}}
  // expected-note@+1 {{adgen differentiates straight-line code so far}}
  goto end;
  // expected-error@+2 {{a goto is not supported yet}}
  // expected-note@+1 {{adgen differentiates straight-line code so far}}
  end: return x;
}
