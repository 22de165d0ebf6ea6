// RUN: %clang-plugin -fsyntax-only -Xclang -verify %s

// expected-note@* 0+ {{'#pragma grad' stands in front of the definition of a function}}

#pragma grad // expected-error {{'f' is a template or a member of one; put the pragma in front of an explicit specialisation}}
template <class T> T f(T x) { return x; } // expected-note {{'f' is defined here}}

template <class T> struct Box {
#pragma grad // expected-error {{a member of a class template cannot be differentiated; put the pragma in front of a member of an explicit specialisation}}
  T g(T x) { return x; }
};

template <class T> T h(T x) { return x; } // expected-note {{the template is declared here}}
#pragma grad h // expected-error {{'h' is a template; put the pragma in front of an explicit specialisation}}
