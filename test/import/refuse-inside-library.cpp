// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#include <string>
#pragma grad wrt(x)
double f(double x, std::string s) {
  // expected-error@+1 {{adgen cannot differentiate through 'std::basic_string<char>::size'}}
  return x * s.size();
}
// expected-note@*:* {{adgen cannot differentiate through member '_M_string_length': adgen knows no class of the standard library}}
