// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#include <vector>
#pragma grad wrt(x)
double f(double x) {
  std::vector<double> v{x};
  // expected-error@+1 {{adgen cannot differentiate through 'std::vector<double>::push_back'}}
  v.push_back(2 * x);
  return v[0];
}
// expected-note@*:* {{adgen cannot differentiate through member '_M_impl': adgen does not know std::vector: pass its data() and size(), or use an array}}
