// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#pragma grad wrt(x)
double f(double x, int n) {
  // expected-error@+2 {{a case label inside a nested block is not supported yet}}
  // expected-note@+1 {{put the labels directly into the switch}}
  switch (n) {
  case 0:
    do {
      x *= 2;
    case 1:
      x *= 3;
    } while (--n > 0);
  }
  return x;
}
