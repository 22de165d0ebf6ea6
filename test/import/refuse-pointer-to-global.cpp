// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

double weights[3];

#pragma grad
double f(double x) {
  // expected-error@+2 {{adgen cannot see whether a global variable is changed through this pointer}}
  // expected-note@+1 {{make the pointer one to const}}
  double *p = weights;
  return x * p[1];
}

#pragma grad
double reads(double x) {
  const double *p = weights;
  return x * p[1] * weights[2];
}
