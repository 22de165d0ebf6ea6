// RUN: %python %S/check.py %adgen %s

// A power by squaring, recursively.
#pragma grad wrt(base)
double power(double base, int exponent) {
  if (exponent == 0)
    return 1;
  double half = power(base, exponent / 2);
  return exponent % 2 ? base * half * half : half * half;
}
