// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#pragma grad
double f(double x) {
  // expected-error@+2 {{adgen cannot differentiate through a throw expression}}
  // expected-note@+1 {{a derivative does not leave by an exception: return a value, or call a [[noreturn]] function}}
  if (x < 0) throw 1;
  return x;
}
