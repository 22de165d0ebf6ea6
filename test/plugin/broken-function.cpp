// What the parser has reported is not reported again.
// RUN: %clang-plugin -fsyntax-only -Xclang -verify %s

#pragma grad wrt(x)
double f(double x) { return x * elephant; } // expected-error {{use of undeclared identifier 'elephant'}}

#pragma grad wrt(x)
double g(doubel x) { return x; } // expected-error {{unknown type name 'doubel'}}
