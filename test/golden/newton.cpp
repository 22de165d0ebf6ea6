// RUN: %python %S/check.py %adgen %s

#include <cmath>

// The cube root of a number, by Newton's method.
#pragma grad wrt(number)
double cubeRoot(double number, double start) {
  double root = start;
  for (int step = 0; step < 50; ++step) {
    double change = (root * root * root - number) / (3 * root * root);
    root -= change;
    if (std::abs(change) < 1e-12)
      break;
  }
  return root;
}
