// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

// expected-note@+1 {{declared here}}
double g(double);
#pragma grad
double f(double x) {
  // expected-error@+2 {{adgen cannot differentiate through 'g': it has no derivative rule and no definition is visible here}}
  // expected-note@+1 {{include its definition, or keep it out of the differentiated function}}
  return g(x);
}
