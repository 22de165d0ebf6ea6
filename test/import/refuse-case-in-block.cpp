// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#pragma grad wrt(x)
double f(double x, int n) {
  switch (n) {
  case 0:
  // expected-error@+2 {{a case label inside this statement is not supported}}
  // expected-note@+1 {{put the labels directly into the switch}}
  again: {
    x *= 2;
  case 1:
    x *= 3;
  }
    if (--n > 0)
      // expected-error@+2 {{a goto into a block is not supported}}
      // expected-note@+1 {{put the label into the block of the goto, or into one around it}}
      goto again;
  }
  return x;
}
