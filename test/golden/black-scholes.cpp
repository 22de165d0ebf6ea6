// RUN: %python %S/check.py %adgen %s

#include <cmath>

static double normalCdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

// The price of a call option.
#pragma grad wrt(spot, volatility, rate, expiry)
double callPrice(double spot, double strike, double volatility, double rate, double expiry) {
  double deviation = volatility * std::sqrt(expiry);
  double d1 = (std::log(spot / strike) + (rate + volatility * volatility / 2) * expiry) / deviation;
  double d2 = d1 - deviation;
  return spot * normalCdf(d1) - strike * std::exp(-rate * expiry) * normalCdf(d2);
}
