// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

// expected-error@+1 {{'f' has no parameter of a differentiable type}}
#pragma grad
// expected-note@+1 {{'f' is defined here}}
__float128 f(__float128 x) {
  return x;
}
