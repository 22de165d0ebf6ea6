// RUN: %exec-test %s %t
// std::vector beside what test/corpus/vectors.cpp checks: cotangents, derivatives of derivatives, the API, globals.
#include "Check.h"
#include <adgen/adgen.h>
#include <cmath>
#include <vector>

#ifndef ADGEN_REFERENCE

using Vector = std::vector<double>;
using Matrix = std::vector<Vector>;

#pragma grad
#pragma grad mode(vjp)
Vector sines(const Vector &x, double s) {
  Vector y(x.size());
  for (std::size_t i = 0; i < x.size(); ++i)
    y[i] = std::sin(x[i]) * s;
  return y;
}

#pragma grad mode(vjp) wrt(x)
Matrix squares(const Vector &x) {
  Matrix a(x.size());
  for (std::size_t i = 0; i < x.size(); ++i)
    for (double e : x)
      a[i].push_back(x[i] * e);
  return a;
}

#pragma grad wrt(x)
double cubes(const Vector &x, double s) {
  double sum = 0;
  for (double e : x)
    sum += e * e * e * s;
  return sum;
}
#pragma grad cubes_grad mode(jvp) wrt(x)
#pragma grad cubes_grad
inline Vector cubes_grad(const Vector &x, double s); // adgen's header stands behind all functions

#pragma grad wrt(x)
double ofGradient(const Vector &x, double s) {
  const Vector g = cubes_grad(x, s);
  double sum = 0;
  for (double e : g)
    sum += e * e;
  Vector twice(x);
  for (double &e : twice)
    e *= 2;
  for (double e : cubes_grad(twice, 1))
    sum += e;
  return sum;
}

static const Vector table = {1, 2, 3};
static const Matrix rows = {{1, 2}, {3, 4}};
#pragma grad
double ofGlobals(double x) {
  double sum = 0;
  for (std::size_t i = 0; i < table.size(); ++i)
    sum += std::pow(x, table[i]);
  for (const Vector &row : rows)
    sum += row[0] * x * row.back();
  return sum;
}

enum class Kind : unsigned char { A, B, C = 200 };
#pragma grad wrt(x)
double ofKinds(const Vector &x, const std::vector<Kind> &k, const std::vector<unsigned char> &u,
               const std::vector<std::size_t> &z) {
  double sum = 0;
  std::vector<Kind> own(k);
  own.push_back(Kind::C);
  for (std::size_t i = 0; i < k.size(); ++i) {
    if (own[i] == Kind::C)
      sum += x[u[i]] * x[z[i]];
    else if (k[i] == Kind::A)
      sum -= x[i] * x[i];
  }
  return sum + (own.back() == Kind::C ? x[0] : 0);
}

struct Net {
  Vector w;
  double b;
#pragma grad wrt(x, this->w, this->b)
  double loss(const Vector &x) const {
    double sum = b;
    for (std::size_t i = 0; i < w.size(); ++i)
      sum += w[i] * x[i];
    return std::tanh(sum);
  }
};

#pragma grad wrt(x)
double checkpointed(double x, int n) {
  Vector v(3, x);
#pragma grad checkpoint(4)
  for (int i = 0; i < n; ++i) {
    v[0] = std::sin(v[1] * v[2]) + x;
    v[1] = v[0] * 0.5;
    v[2] += 0.1 * v[0];
  }
  return v[0] + v[1] * v[2];
}

#pragma grad wrt(p)
double ofPointers(const std::vector<double *> &p) { return *p[0] * *p[1]; }

struct Layer {
  Vector w;
  double b;
};
struct Mlp {
  std::vector<Layer> layers;
  double scale;
};
#pragma grad
double perceptron(const Mlp &m, const Vector &x) {
  Vector a = x;
  for (const Layer &layer : m.layers) {
    Vector z(a.size());
    for (std::size_t i = 0; i < z.size(); ++i) {
      z[i] = layer.b;
      for (std::size_t j = 0; j < a.size(); ++j)
        z[i] += layer.w[i * a.size() + j] * a[j];
      z[i] = std::tanh(z[i]);
    }
    a = z;
  }
  double sum = 0;
  for (double e : a)
    sum += e;
  return sum * m.scale;
}
#pragma grad
double firstWeight(const Mlp *m) { return m->layers[0].w[0] * m->scale; }

#include "Generated.h"

template <class F> static double difference(F f) { return (f(1e-5) - f(-1e-5)) / 2e-5; }
static const Vector point = {1.1, 0.7, 0.4}, direction = {0.3, -0.2, 1};
static Vector moved(double t) {
  Vector x = point;
  for (int i = 0; i < 3; ++i)
    x[i] += t * direction[i];
  return x;
}
static double along(const Vector &g) { return g[0] * direction[0] + g[1] * direction[1] + g[2] * direction[2]; }

CHECK(integersAndEnumerations) {
  const std::vector<Kind> k = {Kind::A, Kind::C, Kind::C};
  const std::vector<unsigned char> u = {2, 0, 1};
  const std::vector<std::size_t> z = {0, 2, 2};
  EXPECT(isClose(along(ofKinds_grad(point, k, u, z)), difference([&](double t) { return ofKinds(moved(t), k, u, z); }), 1e-8));
}
CHECK(members) {
  const Net net{{0.1, 0.2, 0.3}, 0.4};
  const auto [x, w, b] = loss_grad(net, point);
  const double expected = difference([&](double t) {
    Net n = net;
    n.b += t;
    for (int i = 0; i < 3; ++i)
      n.w[i] += t * direction[i];
    return n.loss(moved(t));
  });
  EXPECT(isClose(along(x) + along(w) + b, expected, 1e-8));
}
CHECK(snapshots) {
  EXPECT(isClose(checkpointed_grad(0.7, 20), difference([](double t) { return checkpointed(0.7 + t, 20); }), 1e-8));
}
CHECK(pointers) {
  double a = 2, b = 3, d_a = 0, d_b = 0;
  std::vector<double *> d = {&d_a, &d_b};
  ofPointers_grad({&a, &b}, &d);
  EXPECT(d_a == 3 && d_b == 2);
}
CHECK(vectorsOfObjectsWithVectors) {
  const Mlp m{{{{.1, .2, .3, .4, .5, .6, .7, .8, .9}, .1}, {{.3, .2, .1, .4, .5, .6, .7, .8, .1}, .2}}, 1.5};
  const auto [d_m, d_x] = perceptron_grad(m, point);
  const double expected = difference([&](double t) {
    Mlp n = m;
    n.scale += t;
    n.layers[0].w[4] += t;
    n.layers[1].b += t;
    return perceptron(n, moved(t));
  });
  EXPECT(isClose(along(d_x) + d_m.scale + d_m.layers[0].w[4] + d_m.layers[1].b, expected, 1e-8));
  EXPECT(d_m.layers.size() == 2 && d_m.layers[1].w.size() == 9);
  Mlp buffer{{{Vector(9), 0}, {Vector(9), 0}}, 0};
  firstWeight_grad(&m, &buffer);
  EXPECT(buffer.layers[0].w[0] == 1.5 && buffer.scale == 0.1);
}

CHECK(cotangents) {
  const Vector x = {1, 2, 3};
  auto [dx, ds] = sines_vjp(x, 2, {1, 0, 2});
  EXPECT(dx.size() == 3 && isClose(dx[0], 2 * std::cos(1.0), 1e-15) && dx[1] == 0 && isClose(dx[2], 4 * std::cos(3.0), 1e-15));
  EXPECT(isClose(ds, std::sin(1.0) + 2 * std::sin(3.0), 1e-15));
  const Vector d = squares_vjp({2, 3}, {{1, 10}, {100, 1000}});
  EXPECT(d == Vector({2 * 2 + 110 * 3, 110 * 2 + 2000 * 3}));
}
CHECK(derivativesOfDerivatives) {
  const Vector x = {1, 2}, direction = {1, -1};
  EXPECT(std::get<1>(cubes_grad_jvp(x, 2, direction)) == Vector({12, -24}));
  const auto [ofX, ofS] = cubes_grad_grad(x, 2); // of the sum of 3 s x^2
  EXPECT(ofX == Vector({12, 24}) && ofS == 15);
  // The sum of 9 s^2 x^4 and 12 x^2.
  EXPECT(ofGradient_grad(x, 2) == Vector({36 * 4 + 24, 36 * 4 * 8 + 48}));
}
CHECK(throughTheApi) {
  const Vector x = {1, 2};
  EXPECT(adgen::grad<cubes>(adgen::wrt<0>)(x, 2.0) == Vector({6, 24}));
  auto [value, gradient] = adgen::value_and_grad<cubes>(adgen::wrt<0>)(x, 2.0);
  EXPECT(value == 18 && gradient == Vector({6, 24}));
}
CHECK(globals) { EXPECT(isClose(ofGlobals_grad(2), 1 + 2 * 2 + 3 * 4 + 2 + 12, 1e-15)); }
#endif
