// RUN: %clang-plugin -fsyntax-only -Xclang -verify %s

// A derivative cannot be called like something else.
#pragma grad name(main) // expected-error {{a derivative cannot be called 'main'; give it another name}}
double f(double x) { return x * x; }

namespace n { // expected-note {{'n' is declared here}}
// Here it can: it is another 'main'.
#pragma grad name(main)
double g(double x) { return x * x; }
} // namespace n
#pragma grad f name(n) // expected-error {{the derivative of 'f' would be called 'n', which is no function here; give it another name: 'name(...)'}}

double h_grad; // expected-note {{'h_grad' is declared here}}
#pragma grad // expected-error {{the derivative of 'h' would be called 'h_grad', which is no function here}}
double h(double x) { return x * x; }

using k_value_and_grad = int; // expected-note {{'k_value_and_grad' is declared here}}
#pragma grad // expected-error {{the derivative of 'k' would be called 'k_value_and_grad', which is no function here}}
double k(double x) { return x * x; }

// A class may be called like a function, and a declaration is one of the derivative.
struct l_grad {};
#pragma grad
double l(double x) { return x * x; }
double m_grad(double x);
#pragma grad
double m(double x) { return x * x; }
