// RUN: %python %S/check.py %adgen %s

#include <cmath>

// The solution of x - e sin x = anomaly (Kepler's equation) by the secant method.
#pragma grad
double eccentricAnomaly(double anomaly, double e) {
  double a = anomaly, b = anomaly + e;
  double fa = a - e * std::sin(a) - anomaly;
  while (true) {
    double fb = b - e * std::sin(b) - anomaly;
    if (std::abs(fb) < 1e-13 || fa == fb)
      return b;
    double next = b - fb * (b - a) / (fb - fa);
    a = b;
    fa = fb;
    b = next;
  }
}
