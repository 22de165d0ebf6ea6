// RUN: %python %S/check.py %adgen %s

// A polynomial by Horner's rule, the highest coefficient last.
#pragma grad
double horner(const double *coefficients, int degree, double x) {
  double value = coefficients[degree];
  for (int i = degree - 1; i >= 0; --i)
    value = value * x + coefficients[i];
  return value;
}
