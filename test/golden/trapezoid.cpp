// RUN: %python %S/check.py %adgen %s

#include <cmath>

static double integrand(double t, double decay) { return std::exp(-decay * t) * std::sin(t); }

// An integral by the trapezoid rule.
#pragma grad wrt(from, to, decay)
double integral(double from, double to, double decay, int pieces) {
  double width = (to - from) / pieces;
  double sum = (integrand(from, decay) + integrand(to, decay)) / 2;
  for (int i = 1; i < pieces; ++i)
    sum += integrand(from + i * width, decay);
  return sum * width;
}
