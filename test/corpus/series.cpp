// RUN: %corpus-test %s %t
// Polynomials, series, recurrences, continued fractions and special functions.
#include "CorpusCheck.h"

#pragma grad
#pragma grad mode(jvp)
Real legendre(int n, Real x) {
  if (n == 0)
    return 1;
  Real before = 1, now = x;
  for (int k = 1; k < n; ++k) {
    Real next = ((2 * k + 1) * x * now - k * before) / (k + 1);
    before = now;
    now = next;
  }
  return now;
}

#pragma grad
#pragma grad mode(jvp)
Real clenshaw(const Real *c, int n, Real x) {
  Real b1 = 0, b2 = 0;
  for (int k = n - 1; k >= 1; --k) {
    Real t = 2 * x * b1 - b2 + c[k];
    b2 = b1;
    b1 = t;
  }
  return x * b1 - b2 + c[0];
}

#pragma grad
#pragma grad mode(jvp)
Real besselJ(int order, Real x) {
  Real half = x / 2, term = 1;
  for (int k = 1; k <= order; ++k)
    term *= half / k;
  Real sum = term;
  for (int k = 1; k < 30; ++k) {
    term *= -half * half / (k * (k + order));
    sum += term;
    if (std::fabs(term) < 1e-9 * std::fabs(sum))
      break;
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real lentz(Real a, Real x) {
  Real b = x + 1 - a, c = 1e30, d = 1 / b, h = d;
  for (int i = 1; i <= 12; ++i) {
    Real an = -i * (i - a);
    b += 2;
    d = an * d + b;
    if (std::fabs(d) < 1e-30)
      d = 1e-30;
    c = b + an / c;
    d = 1 / d;
    Real delta = d * c;
    h *= delta;
    if (std::fabs(delta - 1) < 1e-5)
      break;
  }
  return std::exp(-x + a * std::log(x)) * h;
}

#pragma grad
#pragma grad mode(jvp)
void polynomialDivision(const Real *u, int nu, const Real *v, int nv, Real *quotient, Real *rest) {
  for (int j = 0; j <= nu; ++j) {
    rest[j] = u[j];
    quotient[j] = 0;
  }
  for (int k = nu - nv; k >= 0; --k) {
    quotient[k] = rest[nv + k] / v[nv];
    for (int j = nv + k - 1; j >= k; --j)
      rest[j] -= quotient[k] * v[j - k];
  }
  for (int j = nv; j <= nu; ++j)
    rest[j] = 0;
}

#pragma grad
#pragma grad mode(jvp)
void polynomialProduct(const Real *a, int na, const Real *b, int nb, Real *c) {
  for (int i = 0; i < na + nb - 1; ++i)
    c[i] = 0;
  for (int i = 0; i < na; ++i)
    for (int j = 0; j < nb; ++j)
      c[i + j] += a[i] * b[j];
}

#pragma grad
#pragma grad mode(jvp)
void hornerShift(Real *c, int n, Real a) {
  for (int i = 0; i < n - 1; ++i)
    for (int j = n - 2; j >= i; --j)
      c[j] += a * c[j + 1];
}

#pragma grad
#pragma grad mode(jvp)
Real hornerWithDerivatives(const Real *c, int n, Real x) {
  Real p = c[n - 1], dp = 0, ddp = 0;
  for (int i = n - 2; i >= 0; i--) {
    ddp = ddp * x + 2 * dp;
    dp = dp * x + p;
    p = p * x + c[i];
  }
  return p * ddp - dp * dp;
}

#pragma grad
#pragma grad mode(jvp)
Real logGammaStirling(Real x) {
  Real shift = 0;
  while (x < 7) {
    shift -= std::log(x);
    x += 1;
  }
  static const Real b[] = {1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680};
  Real inverse = 1 / x, square = inverse * inverse, sum = 0, power = inverse;
  for (Real coefficient : b) {
    sum += coefficient * power;
    power *= square;
  }
  return shift + (x - 0.5) * std::log(x) - x + 0.9189385332046727 + sum;
}

#pragma grad
#pragma grad mode(jvp)
Real betaFunction(Real a, Real b) { return std::exp(std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b)); }

#pragma grad
#pragma grad mode(jvp)
Real dirichletNormaliser(const Real *alpha, int n) {
  Real total = 0, sum = 0;
  for (int i = 0; i < n; ++i) {
    total += alpha[i];
    sum += std::lgamma(alpha[i]);
  }
  return sum - std::lgamma(total);
}

#pragma grad
#pragma grad mode(jvp)
Real gammaRatio(Real x, Real y) { return std::tgamma(x + y) / (std::tgamma(x) * std::tgamma(y + 0.5)); }

#pragma grad
#pragma grad mode(jvp)
Real sincGuarded(const Real *x, int n) {
  Real product = 1;
  for (int i = 0; i < n; ++i)
    product *= x[i] == 0 ? 1 : std::sin(x[i]) / x[i];
  return product;
}

#pragma grad
#pragma grad mode(jvp)
Real expm1Ratio(Real x) {
  if (std::fabs(x) < 1e-5)
    return 1 + x / 2 + x * x / 6 + x * x * x / 24;
  return std::expm1(x) / x;
}

#pragma grad
#pragma grad mode(jvp)
Real entropyGuarded(const Real *p, int n) {
  Real h = 0;
  for (int i = 0; i < n; ++i)
    if (p[i] > 0)
      h -= p[i] * std::log(p[i]);
  return h;
}

#pragma grad
#pragma grad mode(jvp)
Real distanceGuarded(Real x, Real y) {
  Real r2 = x * x + y * y;
  Real r = r2 > 0 ? std::sqrt(r2) : 0;
  return r + x * y + (r2 > 0 ? std::log(r2) : 0) + 3 * x;
}

#pragma grad
#pragma grad mode(jvp)
Real arithmeticGeometricMean(Real a, Real b) {
  while (std::fabs(a - b) > 1e-3) {
    Real mean = 0.5 * (a + b);
    b = std::sqrt(a * b);
    a = mean;
  }
  return a;
}

#pragma grad
#pragma grad mode(jvp)
Real fourierSeries(const Real *a, const Real *b, int n, Real t) {
  Real c = std::cos(t), s = std::sin(t), ck = 1, sk = 0, sum = a[0] / 2;
  for (int k = 1; k < n; ++k) {
    Real ck1 = ck * c - sk * s;
    sk = sk * c + ck * s;
    ck = ck1;
    sum += a[k] * ck + b[k] * sk;
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
void dividedDifferences(const Real *x, Real *f, int n) {
  for (int order = 1; order < n; ++order)
    for (int i = n - 1; i >= order; --i)
      f[i] = (f[i] - f[i - 1]) / (x[i] - x[i - order]);
}

#pragma grad
#pragma grad mode(jvp)
Real neville(const Real *x, const Real *f, int n, Real at) {
  Real p[8];
  for (int i = 0; i < n; ++i)
    p[i] = f[i];
  for (int m = 1; m < n; ++m)
    for (int i = 0; i < n - m; ++i)
      p[i] = ((at - x[i + m]) * p[i] + (x[i] - at) * p[i + 1]) / (x[i] - x[i + m]);
  return p[0];
}

static Real hermite(int n, Real x) {
  return n == 0 ? 1 : n == 1 ? 2 * x : 2 * x * hermite(n - 1, x) - 2 * (n - 1) * hermite(n - 2, x);
}

#pragma grad
#pragma grad mode(jvp)
Real oscillatorState(int n, Real x, Real width) {
  Real scaled = x / width;
  return hermite(n, scaled) * std::exp(-scaled * scaled / 2) / std::sqrt(width);
}

#include "../exec/Generated.h"

CORPUS(legendre, point(5, 0.3), point(1, 0.3), point(0, 0.3))
CORPUS(clenshaw, point(filled(5, -1, 1), 5, 0.3), point(filled(1, -1, 1), 1, 0.3))
CORPUS(besselJ, point(0, 1.3), point(2, 3.3))
CORPUS(lentz, point(1.5, 3.2), point(0.5, 9))
CORPUS(polynomialDivision, point(filled(6, -1, 1), 5, array({1, -0.5, 2}), 2, zeros(6), zeros(6)))
CORPUS(polynomialProduct, point(filled(3, -1, 1), 3, filled(4, 0, 1), 4, filled(6, 0, 1)))
CORPUS(hornerShift, point(filled(5, -1, 1), 5, 0.7))
CORPUS(hornerWithDerivatives, point(filled(5, -1, 1), 5, 0.7))
CORPUS(logGammaStirling, point(2.3), point(9.5))
CORPUS(betaFunction, point(2.3, 1.4))
CORPUS(dirichletNormaliser, point(filled(4, 0.5, 3), 4))
CORPUS(gammaRatio, point(2.3, 1.4))
CORPUS(sincGuarded, point(array({0.5, 2, -1}), 3), point(array({0, 2}), 2))
CORPUS(expm1Ratio, point(0.5), point(1e-6))
CORPUS(entropyGuarded, point(array({0.5, 0.2, 0.3, -1}), 4))
CORPUS(distanceGuarded, point(0.5, 0.2), point(0, 0))
CORPUS(arithmeticGeometricMean, point(1, 5), point(2, 2))
CORPUS(fourierSeries, point(filled(4, -1, 1), filled(4, 0, 1), 4, 0.7))
CORPUS(dividedDifferences, point(array({0, 0.5, 1.2, 2}), filled(4, 0, 1), 4))
CORPUS(neville, point(array({0, 0.5, 1.2, 2}), filled(4, 0, 1), 4, 0.7))
CORPUS(oscillatorState, point(4, 0.7, 1.3), point(0, 0.7, 1.3))
