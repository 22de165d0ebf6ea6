// Kepler's equation M = E - e sin(E), solved for E by Newton's method with generated derivatives.
// The iteration itself is ordinary code that calls a derivative.
//
//     clang++-19 -std=c++17 $(adgen --cxxflags) newton.cpp -o newton && ./newton
#include <adgen/Grad.h>
#include <cmath>
#include <cstdio>

#pragma grad wrt(E)
double residual(double E, double eccentricity, double mean_anomaly) {
  return E - eccentricity * std::sin(E) - mean_anomaly;
}

#if __has_include("newton.grad.h")
#include "newton.grad.h"
#endif

int main() {
  constexpr auto value_and_slope = adgen::value_and_grad<residual>(adgen::wrt<0>);
  const double eccentricity = 0.8, mean_anomaly = 1.5;
  double E = mean_anomaly;
  for (int step = 1; step <= 5; ++step) {
    auto [value, slope] = value_and_slope(E, eccentricity, mean_anomaly);
    E -= value / slope;
    std::printf("step %d: E = %.15f, residual %.1e\n", step, E, std::fabs(value));
  }
}
