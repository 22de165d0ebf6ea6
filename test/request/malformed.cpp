// RUN: %clang-plugin -fsyntax-only -Xclang -verify %s

#pragma grad wrt x // expected-error {{expected '(' after 'wrt' in '#pragma grad', found 'x'}}
double a(double x) { return x; }

// expected-note@+1 {{to match this '('}}
#pragma grad wrt(x // expected-error {{expected ')' in '#pragma grad', found the end of the line}}
double b(double x) { return x; }

// expected-note@+1 {{to match this '('}}
#pragma grad wrt(x y) // expected-error {{expected ',' or ')' in '#pragma grad', found 'y'}}
double c(double x, double y) { return x * y; }

#pragma grad wrt(x,) // expected-error {{expected a parameter's name or its zero-based position in '#pragma grad', found ')'}}
double d(double x) { return x; }

#pragma grad wrt(-1) // expected-error {{expected a parameter's name or its zero-based position in '#pragma grad', found '-'}}
double e(double x) { return x; }

#pragma grad wrt(99999999999) // expected-error {{expected a parameter's name or its zero-based position in '#pragma grad', found '99999999999'}}
double f(double x) { return x; }

#pragma grad wrt(x) ) // expected-error {{expected a clause in '#pragma grad', found ')'}}
double g(double x) { return x; }

#pragma grad name() // expected-error {{expected a name for the generated function in '#pragma grad', found ')'}}
double h(double x) { return x; }

#pragma grad name(double) // expected-error {{expected a name for the generated function in '#pragma grad', found 'double'}}
double i(double x) { return x; }

#pragma grad wrt(this) // expected-error {{expected '->' and a member after 'this' in '#pragma grad', found ')'}}
double j(double x) { return x; }

#pragma grad "f" // expected-error {{expected a clause in '#pragma grad', found '"f"'}}
double k(double x) { return x; }

#pragma grad n:: // expected-error {{expected the name of a function in '#pragma grad', found the end of the line}}
double l(double x) { return x; }

#pragma grad l<double> // expected-error {{template arguments are not supported in '#pragma grad'; put the pragma in front of an explicit specialisation}}
double m(double x) { return x; }

#pragma grad weights() // expected-error {{expected the name of a parameter or a global object in '#pragma grad', found ')'}}
double n(double x) { return x; }
