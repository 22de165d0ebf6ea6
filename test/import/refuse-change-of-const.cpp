// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

struct Counter {
  double k = 1;
  mutable double calls = 0;
};

#pragma grad wrt(x)
double f(double x, const Counter &counter) {
  // expected-error@+2 {{adgen does not differentiate a function that changes a const object}}
  // expected-note@+1 {{return the value instead, or assign to a local variable}}
  counter.calls += 1;
  return x * counter.k;
}
