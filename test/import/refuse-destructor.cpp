// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

struct Guard {
  double *scale;
  ~Guard() { *scale *= 2; }
};
double read(const Guard &guard) { return *guard.scale; }

#pragma grad
double f(double x) {
  double y = x;
  // expected-error@+2 {{adgen does not differentiate through this object of class 'Guard': what its destructor does would be left out}}
  // expected-note@+1 {{make it a variable of a block without labels, and pass it by reference}}
  return (x > 1 ? read(Guard{&y}) : 1) * x;
}
