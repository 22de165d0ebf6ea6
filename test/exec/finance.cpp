// RUN: %exec-test %s %t
// What people in finance differentiate: prices, rates, volatilities.
#include "Check.h"

inline Real normalCdf(Real x) { return 0.5 * std::erfc(-x * M_SQRT1_2); }
inline Real normalDensity(Real x) { return std::exp(-0.5 * x * x) / std::sqrt(2 * M_PI); }

#pragma grad
Real blackScholesCall(Real spot, Real strike, Real rate, Real volatility, Real time) {
  Real spread = volatility * std::sqrt(time);
  Real d1 = (std::log(spot / strike) + (rate + 0.5 * volatility * volatility) * time) / spread;
  Real d2 = d1 - spread;
  return spot * normalCdf(d1) - strike * std::exp(-rate * time) * normalCdf(d2);
}
#pragma grad blackScholesCall wrt(spot) name(delta)
#pragma grad delta wrt(spot) name(gamma_)

#pragma grad
Real digitalPut(Real spot, Real strike, Real rate, Real volatility, Real time) {
  const Real d2 = (std::log(spot / strike) + (rate - volatility * volatility / 2) * time) /
                  (volatility * std::sqrt(time));
  return std::exp(-rate * time) * normalCdf(-d2);
}

#pragma grad
Real bachelierCall(Real forward, Real strike, Real volatility, Real time) {
  Real spread = volatility * std::sqrt(time);
  Real d = (forward - strike) / spread;
  return (forward - strike) * normalCdf(d) + spread * normalDensity(d);
}

#pragma grad
Real vasicekBond(Real rate, Real speed, Real mean, Real volatility, Real time) {
  Real b = (1 - std::exp(-speed * time)) / speed;
  Real a = (mean - volatility * volatility / (2 * speed * speed)) * (b - time) -
           volatility * volatility * b * b / (4 * speed);
  return std::exp(a - b * rate);
}

#pragma grad
Real cirBond(Real rate, Real speed, Real mean, Real volatility, Real time) {
  Real h = std::sqrt(speed * speed + 2 * volatility * volatility);
  Real growth = std::expm1(h * time);
  Real denominator = 2 * h + (speed + h) * growth;
  Real a = std::pow(2 * h * std::exp((speed + h) * time / 2) / denominator,
                    2 * speed * mean / (volatility * volatility));
  return a * std::exp(-2 * growth / denominator * rate);
}

#pragma grad
Real nelsonSiegel(Real maturity, Real level, Real slope, Real curvature, Real decay) {
  Real t = maturity / decay;
  Real loading = maturity > 0 ? (1 - std::exp(-t)) / t : 1;
  return level + slope * loading + curvature * (loading - std::exp(-t));
}

// Hagan et al., "Managing smile risk" (2002), equation 2.17.
#pragma grad
Real sabrVolatility(Real forward, Real strike, Real time, Real alpha, Real beta, Real rho, Real nu) {
  Real logMoney = std::log(forward / strike);
  Real power = std::pow(forward * strike, (1 - beta) / 2);
  Real square = (1 - beta) * (1 - beta) * logMoney * logMoney;
  Real z = nu / alpha * power * logMoney;
  Real x = std::log((std::sqrt(1 - 2 * rho * z + z * z) + z - rho) / (1 - rho));
  Real skew = std::fabs(z) < 1e-12 ? 1 : z / x;
  Real correction = (1 - beta) * (1 - beta) * alpha * alpha / (24 * power * power) +
                    rho * beta * nu * alpha / (4 * power) + (2 - 3 * rho * rho) * nu * nu / 24;
  return alpha / (power * (1 + square / 24 + square * square / 1920)) * skew * (1 + correction * time);
}

#pragma grad
Real couponBond(Real yield, Real coupon, Real face) {
  Real discount = 1 / (1 + yield), d = discount, price = 0;
  price += coupon * d;
  d *= discount;
  price += coupon * d;
  d *= discount;
  price += (coupon + face) * d;
  return price;
}

#pragma grad
Real mortgagePayment(Real principal, Real rate, Real months) {
  return principal * rate / -std::expm1(-months * std::log1p(rate));
}

#pragma grad
Real knockOut(Real spot, Real barrier, Real rebate) {
  if (spot >= barrier)
    return rebate;
  Real distance = 1 - spot / barrier;
  return spot * distance * distance + rebate * (1 - distance);
}

struct Market {
  Real spot, rate, dividend;
};
EXEC_FIELDS(Market, spot, rate, dividend)

#pragma grad wrt(market, volatility)
Real forwardStart(const Market &market, Real volatility, Real time) {
  Real growth = std::exp((market.rate - market.dividend) * time);
  return market.spot * growth * (2 * normalCdf(volatility * std::sqrt(time) / 2) - 1);
}

#pragma grad
std::tuple<Real, Real> meanVariance(Real w, Real mu1, Real mu2, Real s1, Real s2, Real rho) {
  Real v = 1 - w;
  return {w * mu1 + v * mu2, w * w * s1 * s1 + v * v * s2 * s2 + 2 * w * v * rho * s1 * s2};
}

#pragma grad
Real kellyGrowth(Real fraction, Real odds, Real p) {
  return p * std::log(1 + fraction * odds) + (1 - p) * std::log(1 - fraction);
}

#include "Generated.h"

GRADIENT(blackScholesCall, at({{100, 110, 0.03, 0.25, 0.75}, {80, 70, 0.01, 0.4, 2}}))
GRADIENT_NAMED(blackScholesCall, delta, at({{100, 110, 0.03, 0.25, 0.75}}).wrt(0))
HIGHER_NAMED(blackScholesCall, delta, gamma_, at({{100, 110, 0.03, 0.25, 0.75}}).wrt(0).after(0))
GRADIENT(digitalPut, at({{100, 110, 0.03, 0.25, 0.75}}))
GRADIENT(bachelierCall, at({{1.2, 1, 0.3, 2}}))
GRADIENT(vasicekBond, at({{0.03, 0.5, 0.04, 0.01, 5}}))
GRADIENT(cirBond, at({{0.03, 0.5, 0.04, 0.1, 5}}))
GRADIENT(nelsonSiegel, at({{2, 0.04, -0.02, 0.01, 1.5}}))
GRADIENT(sabrVolatility, at({{0.03, 0.035, 1.5, 0.03, 0.5, -0.3, 0.4}}).within(1e-9))
GRADIENT(couponBond, at({{0.05, 4, 100}}))
GRADIENT(mortgagePayment, at({{200000, 0.003, 360}}))
GRADIENT(knockOut, at({{90, 120, 3}, {130, 120, 3}}))
GRADIENT(forwardStart, at({{100, 0.03, 0.01, 0.2, 1}}).leaves(0, 1, 2, 3))
GRADIENT(meanVariance, at({{0.4, 0.05, 0.1, 0.1, 0.2, 0.3}}))
GRADIENT(kellyGrowth, at({{0.1, 2, 0.45}}))
