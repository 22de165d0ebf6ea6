// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#include <cstdio>
#pragma grad
double f(double x) {
  // expected-error@+2 {{adgen cannot differentiate through 'printf': it has no derivative rule and no definition is visible here}}
  // expected-note@+1 {{include its definition, or keep it out of the differentiated function}}
  std::printf("%g", x);
  return x;
}
// expected-note@*:* {{declared here}}
