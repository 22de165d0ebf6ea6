// RUN: %corpus-test %s %t
// Quadrature, root finding, optimisation, geometry: loops that stop when it is good enough.
#include "CorpusCheck.h"

static Real integrand(Real x, Real a) { return std::exp(-a * x) * std::sin(x * x); }

#pragma grad
#pragma grad mode(jvp)
Real simpson(Real a, Real low, Real high, int n) {
  Real h = (high - low) / (2 * n), sum = integrand(low, a) + integrand(high, a);
  for (int i = 1; i < 2 * n; ++i)
    sum += integrand(low + i * h, a) * (i % 2 ? 4 : 2);
  return sum * h / 3;
}

#pragma grad
#pragma grad mode(jvp)
Real gaussLegendre(Real a, Real low, Real high) {
  static const double node[3] = {0, 0.5384693101056831, 0.9061798459386640};
  static const double weight[3] = {0.5688888888888889, 0.4786286704993665, 0.2369268850561891};
  Real middle = (low + high) / 2, half = (high - low) / 2, sum = weight[0] * integrand(middle, a);
  for (int i = 1; i < 3; ++i)
    sum += weight[i] * (integrand(middle - half * node[i], a) + integrand(middle + half * node[i], a));
  return sum * half;
}

static Real adaptive(Real a, Real low, Real high, Real fLow, Real fMiddle, Real fHigh, Real tolerance,
                     int depth) {
  Real middle = (low + high) / 2, h = (high - low) / 12;
  Real f1 = integrand((low + middle) / 2, a), f2 = integrand((middle + high) / 2, a);
  Real coarse = 2 * h * (fLow + 4 * fMiddle + fHigh);
  Real fine = h * (fLow + 4 * f1 + 2 * fMiddle + 4 * f2 + fHigh);
  if (depth == 0 || std::fabs(fine - coarse) < tolerance)
    return fine + (fine - coarse) / 15;
  return adaptive(a, low, middle, fLow, f1, fMiddle, tolerance / 2, depth - 1) +
         adaptive(a, middle, high, fMiddle, f2, fHigh, tolerance / 2, depth - 1);
}

#pragma grad
#pragma grad mode(jvp)
Real adaptiveSimpson(Real a, Real low, Real high) {
  return adaptive(a, low, high, integrand(low, a), integrand((low + high) / 2, a), integrand(high, a), 1e-3,
                  6);
}

#pragma grad
#pragma grad mode(jvp)
Real romberg(Real a, Real high) {
  Real r[5][5];
  for (int i = 0, pieces = 1; i < 5; ++i, pieces *= 2) {
    Real h = high / pieces;
    r[i][0] = 0.5 * h * (integrand(0, a) + integrand(high, a));
    for (int k = 1; k < pieces; ++k)
      r[i][0] += h * integrand(k * h, a);
    Real factor = 4;
    for (int j = 1; j <= i; ++j, factor *= 4)
      r[i][j] = (factor * r[i][j - 1] - r[i - 1][j - 1]) / (factor - 1);
  }
  return r[4][4];
}

#pragma grad
#pragma grad mode(jvp)
Real bisection(Real a, Real low, Real high) {
  Real fLow = low * low * low - a;
  for (int i = 0; i < 8; ++i) {
    Real middle = 0.5 * (low + high), f = middle * middle * middle - a;
    if ((f < 0) == (fLow < 0)) {
      low = middle;
      fLow = f;
    } else
      high = middle;
  }
  return low - fLow * (high - low) / (high * high * high - a - fLow);
}

#pragma grad
#pragma grad mode(jvp)
Real secant(Real a, Real x0, Real x1) {
  Real f0 = std::cos(x0) - a * x0, f1 = std::cos(x1) - a * x1;
  int iterations = 0;
  while (std::fabs(f1) > 1e-2 && iterations < 20) {
    Real x2 = x1 - f1 * (x1 - x0) / (f1 - f0);
    x0 = x1, f0 = f1;
    x1 = x2, f1 = std::cos(x2) - a * x2;
    ++iterations;
  }
  return x1;
}

#pragma grad
#pragma grad mode(jvp)
Real kepler(Real meanAnomaly, Real eccentricity) {
  Real e = eccentricity < 0.8 ? meanAnomaly : Real(3.14159265358979323846), delta;
  do {
    delta = (e - eccentricity * std::sin(e) - meanAnomaly) / (1 - eccentricity * std::cos(e));
    e -= delta;
  } while (std::fabs(delta) > 1e-3);
  return std::sqrt(1 - eccentricity * eccentricity) * std::sin(e);
}

static void rosenbrock(const Real *x, Real *g) {
  g[0] = -2 * (1 - x[0]) - 400 * x[0] * (x[1] - x[0] * x[0]);
  g[1] = 200 * (x[1] - x[0] * x[0]);
}

#pragma grad
#pragma grad mode(jvp)
void gradientDescent(Real *x, Real rate, Real momentum, int steps) {
  Real g[2], velocity[2] = {};
  for (int s = 0; s < steps; ++s) {
    rosenbrock(x, g);
    for (int i = 0; i < 2; ++i) {
      velocity[i] = momentum * velocity[i] - rate * g[i];
      x[i] += velocity[i];
    }
  }
}

#pragma grad
#pragma grad mode(jvp)
Real goldenSection(Real a, Real low, Real high) {
  const Real ratio = 0.6180339887498949;
  Real x1 = high - ratio * (high - low), x2 = low + ratio * (high - low);
  Real f1 = (x1 - a) * (x1 - a), f2 = (x2 - a) * (x2 - a);
  for (int i = 0; i < 6; ++i)
    if (f1 < f2) {
      high = x2;
      x2 = x1;
      f2 = f1;
      x1 = high - ratio * (high - low);
      f1 = (x1 - a) * (x1 - a);
    } else {
      low = x1;
      x1 = x2;
      f1 = f2;
      x2 = low + ratio * (high - low);
      f2 = (x2 - a) * (x2 - a);
    }
  return f1 * f2;
}

#pragma grad
#pragma grad mode(jvp)
Real backtracking(Real x, Real y, Real step) {
  Real value = x * x + 10 * y * y;
  for (int i = 0; i < 4; ++i) {
    Real gx = 2 * x, gy = 20 * y, t = step;
    Real trial;
    while ((trial = (x - t * gx) * (x - t * gx) + 10 * (y - t * gy) * (y - t * gy)) >
           value - 0.3 * t * (gx * gx + gy * gy))
      t *= 0.5;
    x -= t * gx;
    y -= t * gy;
    value = trial;
  }
  return value + x;
}

#pragma grad
#pragma grad mode(jvp)
Real polygonArea(const Real (*p)[2], int n) {
  Real area = 0;
  for (int i = 0, j = n - 1; i < n; j = i++)
    area += p[j][0] * p[i][1] - p[i][0] * p[j][1];
  return 0.5 * std::fabs(area);
}

#pragma grad
#pragma grad mode(jvp)
Real arcLength(const Real *x, const Real *y, int n) {
  Real length = 0;
  for (int i = 1; i < n; ++i)
    length += std::hypot(x[i] - x[i - 1], y[i] - y[i - 1]);
  return length;
}

#pragma grad
#pragma grad mode(jvp)
Real marchRay(const Real *centre, Real radius, Real dx, Real dy, Real dz) {
  Real norm = std::sqrt(dx * dx + dy * dy + dz * dz), t = 0;
  dx /= norm, dy /= norm, dz /= norm;
  for (int i = 0; i < 40; ++i) {
    Real px = t * dx - centre[0], py = t * dy - centre[1], pz = t * dz - centre[2];
    Real distance = std::sqrt(px * px + py * py + pz * pz) - radius;
    if (distance < 0.05)
      return t + distance;
    if (t > 10)
      break;
    t += distance;
  }
  return -radius;
}

#pragma grad
#pragma grad mode(jvp)
void quaternionRotate(const Real q[4], Real v[3]) {
  Real t[3];
  for (int i = 0; i < 3; ++i) {
    int j = (i + 1) % 3, k = (i + 2) % 3;
    t[i] = 2 * (q[j + 1] * v[k] - q[k + 1] * v[j]);
  }
  Real r[3];
  for (int i = 0; i < 3; ++i) {
    int j = (i + 1) % 3, k = (i + 2) % 3;
    r[i] = v[i] + q[0] * t[i] + q[j + 1] * t[k] - q[k + 1] * t[j];
  }
  for (int i = 0; i < 3; ++i)
    v[i] = r[i];
}

#pragma grad
#pragma grad mode(jvp)
void bezier(Real (*p)[2], int n, Real t) {
  for (int level = n - 1; level > 0; --level)
    for (int i = 0; i < level; ++i)
      for (int c = 0; c < 2; ++c)
        p[i][c] = (1 - t) * p[i][c] + t * p[i + 1][c];
}

#pragma grad
#pragma grad mode(jvp)
Real mandelbrotSmooth(Real cx, Real cy) {
  Real zx = 0, zy = 0;
  int n = 0;
  while (zx * zx + zy * zy < 100) {
    Real t = zx * zx - zy * zy + cx;
    zy = 2 * zx * zy + cy;
    zx = t;
    if (++n == 30)
      return zx;
  }
  return n - std::log2(std::log(zx * zx + zy * zy));
}

#include "../exec/Generated.h"

CORPUS(simpson, point(0.5, 0, 1.5, 4))
CORPUS(gaussLegendre, point(0.5, 0.1, 1.5))
CORPUS(adaptiveSimpson, point(0.5, 0.1, 2.9), point(0.5, 0.1, 0.2))
CORPUS(romberg, point(0.5, 1.4))
CORPUS(bisection, point(2, 1, 1.9))
CORPUS(secant, point(0.8, 0.1, 1))
CORPUS(kepler, point(1.2, 0.3), point(0.4, 0.9))
CORPUS(gradientDescent, point(array({-0.5, 0.4}), 0.001, 0.7, 6))
CORPUS(goldenSection, point(0.73, 0, 2))
CORPUS(backtracking, point(1.3, 0.4, 0.5))
CORPUS(polygonArea, point(array({0, 0, 2, 0.1, 2.5, 1.5, 1, 2}), 4),
       point(array({1, 2, 2.5, 1.5, 2, 0.1, 0, 0}), 4))
CORPUS(arcLength, point(filled(5, -1, 1), filled(5, 0, 3), 5))
CORPUS(marchRay, point(array({0.2, 0.1, 3}), 1, 0.1, 0.05, 1), point(array({0.2, 0.1, 3}), 1, 1, 0.05, 0.3))
CORPUS(quaternionRotate, point(filled(4, -1, 1), filled(3, 0, 1)))
CORPUS(bezier, point(filled(8, -1, 1), 4, 0.3))
CORPUS(mandelbrotSmooth, point(0.4, 0.35), point(-0.1, 0.2))
