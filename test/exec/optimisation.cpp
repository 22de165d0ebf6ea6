// RUN: %exec-test %s %t
// Test functions of optimisation, likelihoods and small pieces of statistics and learning.
#include "Check.h"

#pragma grad
Real rosenbrock(Real x, Real y) {
  Real a = 1 - x, b = y - x * x;
  return a * a + 100 * b * b;
}
#pragma grad
Real himmelblau(Real x, Real y) { return std::pow(x * x + y - 11, 2) + std::pow(x + y * y - 7, 2); }
#pragma grad
Real beale(Real x, Real y) {
  Real a = 1.5 - x + x * y, b = 2.25 - x + x * y * y, c = 2.625 - x + x * y * y * y;
  return a * a + b * b + c * c;
}
#pragma grad
Real ackley(Real x, Real y) {
  return -20 * std::exp(-0.2 * std::sqrt(0.5 * (x * x + y * y))) -
         std::exp(0.5 * (std::cos(2 * M_PI * x) + std::cos(2 * M_PI * y))) + M_E + 20;
}
#pragma grad
Real rastrigin(Real x, Real y) {
  return 20 + x * x - 10 * std::cos(2 * M_PI * x) + y * y - 10 * std::cos(2 * M_PI * y);
}
#pragma grad
Real goldsteinPrice(Real x, Real y) {
  Real s = x + y + 1, d = 2 * x - 3 * y;
  Real first = 1 + s * s * (19 - 14 * x + 3 * x * x - 14 * y + 6 * x * y + 3 * y * y);
  Real second = 30 + d * d * (18 - 32 * x + 12 * x * x + 48 * y - 36 * x * y + 27 * y * y);
  return first * second;
}
#pragma grad
Real easom(Real x, Real y) {
  return -std::cos(x) * std::cos(y) * std::exp(-((x - M_PI) * (x - M_PI) + (y - M_PI) * (y - M_PI)));
}
#pragma grad
Real eggholder(Real x, Real y) {
  return -(y + 47) * std::sin(std::sqrt(std::fabs(x / 2 + y + 47))) -
         x * std::sin(std::sqrt(std::fabs(x - y - 47)));
}
#pragma grad
Real powellSingular(Real a, Real b, Real c, Real d) {
  return std::pow(a + 10 * b, 2) + 5 * std::pow(c - d, 2) + std::pow(b - 2 * c, 4) + 10 * std::pow(a - d, 4);
}
#pragma grad
Real woods(Real a, Real b, Real c, Real d) {
  return 100 * (b - a * a) * (b - a * a) + (1 - a) * (1 - a) + 90 * (d - c * c) * (d - c * c) +
         (1 - c) * (1 - c) + 10.1 * ((b - 1) * (b - 1) + (d - 1) * (d - 1)) + 19.8 * (b - 1) * (d - 1);
}

#pragma grad
Real gaussianLikelihood(Real x, Real mean, Real sigma) {
  Real z = (x - mean) / sigma;
  return -0.5 * z * z - std::log(sigma) - 0.5 * std::log(2 * M_PI);
}
#pragma grad wrt(a, b)
Real logisticLikelihood(Real x, int label, Real a, Real b) {
  Real z = a * x + b;
  return label ? -std::log1p(std::exp(-z)) : -std::log1p(std::exp(z));
}
#pragma grad wrt(rate)
Real poissonLikelihood(int count, Real rate) {
  return count * std::log(rate) - rate - std::lgamma(count + 1.0);
}
#pragma grad
Real gammaLikelihood(Real x, Real shape, Real rate) {
  return shape * std::log(rate) - std::lgamma(shape) + (shape - 1) * std::log(x) - rate * x;
}
#pragma grad
Real studentLikelihood(Real x, Real nu, Real sigma) {
  Real z = x / sigma;
  return std::lgamma((nu + 1) / 2) - std::lgamma(nu / 2) - 0.5 * std::log(nu * M_PI) - std::log(sigma) -
         (nu + 1) / 2 * std::log1p(z * z / nu);
}
#pragma grad
Real betaFunction(Real a, Real b) { return std::exp(std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b)); }
#pragma grad
Real weibullHazard(Real t, Real shape, Real size) { return shape / size * std::pow(t / size, shape - 1); }
#pragma grad
Real mixtureLikelihood(Real x, Real w, Real m1, Real m2, Real s) {
  auto density = [&](Real m) { return std::exp(-0.5 * (x - m) * (x - m) / (s * s)) / s; };
  return std::log(w * density(m1) + (1 - w) * density(m2));
}
#pragma grad
Real gaussianDivergence(Real m1, Real s1, Real m2, Real s2) {
  return std::log(s2 / s1) + (s1 * s1 + (m1 - m2) * (m1 - m2)) / (2 * s2 * s2) - 0.5;
}

struct Three {
  Real a, b, c;
};
EXEC_FIELDS(Three, a, b, c)
#pragma grad
Three softmax(const Three &x) {
  Real top = std::fmax(x.a, std::fmax(x.b, x.c));
  Real ea = std::exp(x.a - top), eb = std::exp(x.b - top), ec = std::exp(x.c - top), sum = ea + eb + ec;
  return {ea / sum, 2 * eb / sum, 5 * ec / sum};
}
#pragma grad
Real logSumExp(Real x, Real y) {
  Real top = x > y ? x : y;
  return top + std::log(std::exp(x - top) + std::exp(y - top));
}
#pragma grad
Real neuron(Real x, Real y, Real w, Real v, Real b, Real target) {
  Real out = 1 / (1 + std::exp(-(w * x + v * y + b)));
  return -(target * std::log(out) + (1 - target) * std::log(1 - out));
}
#pragma grad
Real gatedUnit(Real x, Real h, Real wz, Real wh) {
  Real z = 1 / (1 + std::exp(-wz * (x + h)));
  Real candidate = std::tanh(wh * x + z * h);
  return (1 - z) * h + z * candidate;
}
#pragma grad
Real newtonRoot(Real a) {
  Real x = a > 1 ? a / 2 : a;
  x = 0.5 * (x + a / x);
  x = 0.5 * (x + a / x);
  x = 0.5 * (x + a / x);
  x = 0.5 * (x + a / x);
  return x;
}
#pragma grad
Real polynomialHorner(Real x, Real a, Real b, Real c, Real d) { return ((a * x + b) * x + c) * x + d; }
#pragma grad
Real rationalQuadratic(Real x, Real y, Real length, Real alpha) {
  return std::pow(1 + (x - y) * (x - y) / (2 * alpha * length * length), -alpha);
}
#pragma grad
Real maternKernel(Real x, Real y, Real length) {
  Real r = std::sqrt(5) * std::fabs(x - y) / length;
  return (1 + r + r * r / 3) * std::exp(-r);
}
#pragma grad
Real periodicKernel(Real x, Real y, Real period, Real length) {
  Real s = std::sin(M_PI * (x - y) / period) / length;
  return std::exp(-2 * s * s);
}

#include "Generated.h"

GRADIENT(rosenbrock, at({{-1.2, 1}, {0.5, 2}}))
GRADIENT(himmelblau, at({{-1.2, 1}, {0.5, 2}}))
GRADIENT(beale, at({{-1.2, 1}, {0.5, 2}}))
GRADIENT(ackley, at({{-1.2, 1}, {0.5, 2}}))
GRADIENT(rastrigin, at({{-1.2, 1}, {0.5, 2}}))
GRADIENT(goldsteinPrice, at({{-1.2, 1}, {0.5, 2}}))
GRADIENT(easom, at({{2.2, 3}, {3.5, 2}}))
GRADIENT(eggholder, at({{100, -30}, {-20, 200}}))
GRADIENT(powellSingular, at({{3, -1, 0.5, 1}}))
GRADIENT(woods, at({{-3, -1, -3, -1}, {0.5, 2, 1, 0}}))
GRADIENT(gaussianLikelihood, at({{1, 0.4, 2}}))
GRADIENT(logisticLikelihood, at({{1, 1, 0.4, -0.2}, {2, 0, 0.4, -0.2}}).wrt(2, 3))
GRADIENT(poissonLikelihood, at({{4, 2.5}}).wrt(1))
GRADIENT(gammaLikelihood, at({{1, 2.4, 0.7}}))
GRADIENT(studentLikelihood, at({{1, 4.5, 2}}))
GRADIENT(betaFunction, at({{1.5, 2.5}}))
GRADIENT(weibullHazard, at({{1.5, 2.5, 0.8}}))
GRADIENT(mixtureLikelihood, at({{1, 0.3, 0, 2, 0.8}}))
GRADIENT(gaussianDivergence, at({{1, 0.3, 0, 2}}))
GRADIENT(softmax, at({{1, 2, 3}, {4, -1, 0}}))
GRADIENT(logSumExp, at({{1, 2}, {700, 690}}))
GRADIENT(neuron, at({{1, 2, 0.3, -0.4, 0.1, 1}, {1, 2, 0.3, -0.4, 0.1, 0.2}}))
GRADIENT(gatedUnit, at({{1, 0.2, 0.3, -0.4}}))
GRADIENT(newtonRoot, along(0.3, 2, 10))
GRADIENT(polynomialHorner, at({{1.5, 2, -1, 3, 0.5}}))
GRADIENT(rationalQuadratic, at({{1.5, 2, 0.8, 1.3}}))
GRADIENT(maternKernel, at({{1.5, 2, 0.8}, {2, 1, 0.5}}))
GRADIENT(periodicKernel, at({{1.5, 2, 0.8, 1.1}}))
