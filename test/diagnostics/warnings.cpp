// RUN: %clang-plugin -Wno-error -ferror-limit=0 -fsyntax-only -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// A derivative that ends where a number becomes an integer is a warning.

#pragma grad
double rounded(double x) {
  // expected-warning@+1 {{the derivative stops where this value becomes an integer [-Wadgen-integer-cut]}}
  int n = int(x * 3);
  return x * n;
}
