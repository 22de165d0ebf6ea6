// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#include <cmath>
#pragma grad
double f(double x) {
  // expected-error@+2 {{adgen cannot differentiate through 'nextafter': it has no derivative rule}}
  // expected-note@+1 {{write it with functions that have one, or keep it out of the differentiated function}}
  return x * std::nextafter(x, 2.0);
}
