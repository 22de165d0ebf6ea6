// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

// expected-error@+2 {{member 'k' is not public: generated code cannot read it}}
// expected-note@+1 {{make it public}}
class S { double k = 1; public: double get() const { return k; } };
#pragma grad wrt(x)
// expected-note@+1 {{while differentiating 'f'}}
double f(double x, const S &s) {
  return x * s.get();
}
