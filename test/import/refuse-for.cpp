// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#pragma grad
// expected-error@+2 {{a loop is not supported yet}}
// expected-note@+1 {{adgen differentiates straight-line code so far}}
double f(double x) { double s = 0; for (int i = 0; i < 3; ++i) s += x; return s; }
