// RUN: %clang-plugin -fsyntax-only -Xclang -verify %s

double f(double x) { return x; } // expected-note {{candidate: 'double (double)'}}
float f(float x) { return x; }   // expected-note {{candidate: 'float (float)'}}
double declared(double);         // expected-note {{it is only declared here}}
int variable;                    // expected-note {{it is declared here}}
namespace n {}

#pragma grad f // expected-error {{'f' is overloaded; put the pragma in front of the definition that is meant}}
#pragma grad declared // expected-error {{function 'declared' has no definition before this point}}
#pragma grad variable // expected-error {{'variable' is not a function}}
#pragma grad n::elephant // expected-error {{no function 'n::elephant' is known here}}
#pragma grad ::m::elephant // expected-error {{no function '::m::elephant' is known here}}
