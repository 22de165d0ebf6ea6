// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

int closed = 0;
struct Guard {
  double scale;
  ~Guard() { ++closed; }
};

#pragma grad
double f(double x) {
  // expected-error@+1 {{adgen does not differentiate through objects of class 'Guard': what their destructor does would be left out}}
  Guard guard{2};
  return guard.scale * x;
}
