// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#pragma grad wrt(x)
double f(double x, int n) {
  // expected-error@+2 {{a goto into a block is not supported}}
  // expected-note@+1 {{put the label into the block of the goto, or into one around it}}
  goto inside;
  while (n > 0) {
  inside:
    x *= 2;
    --n;
  }
  return x;
}
