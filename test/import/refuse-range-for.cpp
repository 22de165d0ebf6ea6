// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#pragma grad
// expected-error@+3 {{adgen does not differentiate through values of type 'double[2]'}}
// expected-error@+2 {{a loop is not supported yet}}
// expected-note@+1 {{adgen differentiates straight-line code so far}}
double f(double x) { double a[2] = {x, x}; double s = 0; for (double v : a) s += v; return s; }
