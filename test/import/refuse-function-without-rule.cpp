// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#include <cmath>
#pragma grad
double f(double x) {
  // expected-error@+2 {{adgen cannot differentiate through 'logb': it has no derivative rule and no definition is visible here}}
  // expected-note@+1 {{include its definition, or keep it out of the differentiated function}}
  return x * std::logb(x);
}
// expected-note@*:* 0+ {{declared here}}
