// RUN: %clang-plugin -fsyntax-only -Xclang -verify %s

#pragma grad mode(revers) // expected-error {{unknown mode 'revers' in '#pragma grad'; did you mean 'reverse'?}}
double f(double x) { return x; }

#pragma grad mode(sideways) // expected-error {{unknown mode 'sideways' in '#pragma grad'; known are reverse, jvp, forward, vjp, jacobian, hessian}}
double g(double x) { return x; }
