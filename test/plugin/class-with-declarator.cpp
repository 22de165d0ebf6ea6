// Text for a member can only stand behind the ';' of its class.
// RUN: %clang-plugin -fsyntax-only -Xclang -verify %s

// expected-note@+2 {{'#pragma grad' stands in front of the definition of a function}}
struct Network {
#pragma grad wrt(x) // expected-error {{a member function can only be differentiated when ';' follows its class directly}}
  double loss(double x) const { return x; }
} network;
