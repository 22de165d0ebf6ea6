// Names that generated functions would define twice.
// RUN: %clang-plugin -fsyntax-only -Xclang -verify %s

// expected-note@+1 {{the first one is asked for here}}
#pragma grad wrt(x)
#pragma grad wrt(y) // expected-error {{the derivative of 'f' would define 'f_grad' a second time; give it a name: 'name(f_dy)'}}
double f(double x, double y) { return x * y; }

inline double g_value_and_grad(double x) { return x; } // expected-note {{'g_value_and_grad' is defined here}}
#pragma grad // expected-error {{the derivative of 'g' would define 'g_value_and_grad' a second time; give it a name: 'name(g_dx)'}}
double g(double x) { return x; }

#pragma grad name(h) // expected-error {{the derivative of 'h' needs a name of its own}}
double h(double x) { return x; } // expected-note {{'h' is defined here}}
