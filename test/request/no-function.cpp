// RUN: %clang-plugin -fsyntax-only -Xclang -verify %s

// What can stand behind a pragma and is no function.
// expected-note@* 0+ {{'#pragma grad' stands in front of the definition of a function}}

#pragma grad // expected-error {{no function definition behind '#pragma grad'}}
double variable = 3;

#pragma grad // expected-error {{no function definition behind '#pragma grad'}}
auto lambda = [](double x) { return x; };

#pragma grad // expected-error {{no function definition behind '#pragma grad'}}
struct alignas(16) Point {
  double x;
};

#pragma grad // expected-error {{no function definition behind '#pragma grad'}}
namespace n {
#pragma grad // expected-error {{no function definition behind '#pragma grad'}}
}

#pragma grad // expected-error {{'#pragma grad' in front of a declaration without a body}}
double declared(double x);

#pragma grad // expected-error {{'#pragma grad' in front of a declaration without a body}}
template <class T = double> T declaredTemplate(T x = {});

struct Deleted {
#pragma grad // expected-error {{'#pragma grad' in front of a declaration without a body}}
  double f(double) = delete;
#pragma grad // expected-error {{no function definition behind '#pragma grad'}}
};

#pragma grad // expected-error {{a function whose body is a try block cannot be differentiated}}
double tries(double x) try { return x; } catch (...) { return 0; }

struct Built {
#pragma grad // expected-error {{constructors, destructors and conversions have no derivative of their own}}
  Built(double y) : x{y}, z(y) {} // expected-note {{'Built' is defined here}}
  double x, z;
};

#pragma grad adgen_resume(1) // expected-error {{unknown clause 'adgen_resume' in '#pragma grad'}}
#pragma adgen_resume // expected-error {{'#pragma adgen_resume' is internal to adgen}}

#pragma grad // expected-error {{no function definition behind '#pragma grad'}}
