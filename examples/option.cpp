// The sensitivities of a call option's price (Black and Scholes 1973): a struct is differentiated as
// a whole, its gradient is a struct of the same type, and a generated function can be differentiated
// again. Plain arithmetic: needs no adgen header and no library.
//
//     clang++-19 -std=c++17 $(adgen --cxxflags) option.cpp -o option && ./option
#include <cmath>
#include <cstdio>

struct Market {
  double spot;
  double rate;
  double volatility;
};

double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

#pragma grad wrt(market, years)
#pragma grad wrt(market.spot) name(call_price_delta)
double call_price(const Market &market, double strike, double years) {
  if (years <= 0)
    return std::fmax(market.spot - strike, 0);
  double deviation = market.volatility * std::sqrt(years);
  double drift = (market.rate + market.volatility * market.volatility / 2) * years;
  double d1 = (std::log(market.spot / strike) + drift) / deviation;
  double d2 = d1 - deviation;
  double discount = std::exp(-market.rate * years);
  return market.spot * normal_cdf(d1) - strike * discount * normal_cdf(d2);
}

// The derivative of the derivative: delta's slope, called gamma.
#pragma grad call_price_delta wrt(market.spot) name(call_price_gamma)

#if __has_include("option.grad.h")
#include "option.grad.h"
#endif

int main() {
  const Market market{100, 0.05, 0.2};
  auto [price, gradients] = call_price_value_and_grad(market, 110, 1);
  auto [d_market, d_years] = gradients;
  std::printf("price %.6f\n", price);
  std::printf("delta %.6f  rho %.6f  vega %.6f\n", d_market.spot, d_market.rate, d_market.volatility);
  std::printf("theta %.6f  gamma %.6f\n", -d_years, call_price_gamma(market, 110, 1));
}
