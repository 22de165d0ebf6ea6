// RUN: %corpus-test %s %t
// std::vector: inside of functions, as parameters and as results.
#include "CorpusCheck.h"

#include <algorithm>
#include <numeric>

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real powers(Real x, int n) {
  std::vector<Real> v(n);
  for (int i = 0; i < n; ++i)
    v[i] = i ? v[i - 1] * x : x;
  Real sum = 0;
  for (Real e : v)
    sum += e * e;
  return sum;
}

#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real pushed(Real x, int n) {
  std::vector<Real> v;
  for (int i = 0; i < n; ++i)
    v.push_back(i ? v.back() * x + v[i / 2] : x);
  Real sum = 0;
  for (std::size_t i = 0; i < v.size(); ++i)
    sum += v[i] * Real(i + 1);
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real weightedSquares(const std::vector<Real> &x, Real s) {
  Real sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
    sum += x[i] * x[i] * s / Real(i + 1);
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
std::vector<Real> scaledSines(const std::vector<Real> &x, Real s) {
  std::vector<Real> y(x.size());
  for (std::size_t i = 0; i < x.size(); ++i)
    y[i] = sin(x[i]) * s;
  return y;
}

#pragma grad
#pragma grad mode(jvp)
Real byValue(std::vector<Real> x, int n) {
  for (int i = 1; i < n; ++i)
    x[i] += x[i - 1] * x[i];
  return x[n - 1] * x.front() + x.back();
}

#pragma grad
#pragma grad mode(jvp)
Real grownByValue(std::vector<Real> x) {
  x.push_back(x[0] * x[1]);
  x.insert(x.begin() + 1, x.back() * 2);
  x.erase(x.begin());
  x.resize(x.size() + 2, x[1] * 3);
  Real sum = 0;
  for (auto it = x.begin(); it != x.end(); ++it)
    sum = sum * 0.5 + *it * *it;
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
void inPlace(std::vector<Real> &x, Real s) {
  for (std::size_t i = 1; i < x.size(); ++i)
    x[i] = x[i] * x[i - 1] + s;
  x.at(0) *= s;
}

#pragma grad
#pragma grad mode(jvp)
Real matrixForm(const std::vector<std::vector<Real>> &a, const std::vector<Real> &x) {
  Real sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < a[i].size(); ++j)
      sum += x[i] * a[i][j] * x[j] + a[i][j] * a[i][j];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
std::vector<Real> product(const std::vector<std::vector<Real>> &a, const std::vector<Real> &x) {
  std::vector<Real> y;
  y.reserve(a.size());
  for (const auto &row : a) {
    Real sum = 0;
    for (std::size_t j = 0; j < row.size(); ++j)
      sum += row[j] * x[j];
    y.push_back(sum);
  }
  return y;
}

static std::vector<Real> doubled(const std::vector<Real> &x, Real factor) {
  std::vector<Real> y = x;
  for (Real &e : y)
    e *= factor * e;
  return y;
}
static Real sumOf(const std::vector<Real> &x) {
  Real sum = 0;
  for (const Real &e : x)
    sum += e;
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real calls(const std::vector<Real> &x, Real f) {
  std::vector<Real> y = doubled(x, f);
  const std::vector<Real> z = doubled(y, sumOf(x));
  y = z;
  y[0] += sumOf(y);
  return sumOf(y) * sumOf(z);
}

#pragma grad
#pragma grad mode(jvp)
Real matrices(Real x, int n) {
  std::vector<std::vector<Real>> a(n, std::vector<Real>(n, 0.5));
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j)
      a[i][j] += x / (i + j + 1);
  std::vector<std::vector<Real>> b(n);
  for (int i = 0; i < n; ++i)
    b[i].resize(n);
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j)
      for (int k = 0; k < n; ++k)
        b[i][j] += a[i][k] * a[k][j];
  Real trace = 0;
  for (int i = 0; i < n; ++i)
    trace += b[i][i];
  return trace;
}

// A loop that makes what it runs over longer.
#pragma grad
#pragma grad mode(jvp)
Real growing(Real x) {
  std::vector<Real> v(2, x);
  Real sum = 0;
  for (std::size_t i = 0; i < v.size(); ++i) {
    if (v.size() < 9)
      v.push_back(v[i] * x + 0.5);
    sum = sum * 0.75 + v[i];
  }
  return sum;
}

static Real consumed(std::vector<Real> v, Real x) {
  while (v.size() > 1)
    v.pop_back();
  v[0] *= x;
  return v.back();
}

// Objects without a name, parameters by value, next to labels.
#pragma grad
#pragma grad mode(jvp)
Real unnamed(const std::vector<Real> &x, Real s) {
  Real sum = 0;
  int n = 0;
again:
  sum += consumed(x, s) * sumOf(std::vector<Real>(2, s)) + consumed({s, sum}, x[1]);
  {
    std::vector<Real> v = doubled(std::vector<Real>{s, x[0]}, 0.5);
    v.insert(v.end(), {s, sum});
    for (Real e : doubled(v, x[1]))
      sum = sum * 0.5 + e;
  }
  if (++n < 3)
    goto again;
  return sum * x[0];
}

struct Particle {
  Real x, v;
};

#pragma grad
#pragma grad mode(jvp)
Real particles(const std::vector<Real> &x0, Real dt, int steps) {
  std::vector<Particle> all;
  for (Real x : x0)
    all.push_back({x, 0});
  for (int s = 0; s < steps; ++s) {
    for (Particle &p : all)
      p.v -= dt * p.x * p.x * p.x;
    for (Particle &p : all)
      p.x += dt * p.v;
  }
  Real energy = 0;
  for (const Particle &p : all)
    energy += p.v * p.v / 2 + p.x * p.x;
  return energy;
}

#pragma grad
#pragma grad mode(jvp)
Real algorithms(const std::vector<Real> &x, Real s) {
  std::vector<Real> y(x.begin(), x.end());
  std::sort(y.begin(), y.end());
  std::vector<Real> z(y.size());
  std::transform(y.begin(), y.end(), z.begin(), [s](Real e) { return e * e * s; });
  std::partial_sum(z.begin(), z.end(), z.begin());
  std::swap(y, z);
  y.swap(z);
  std::reverse(z.begin(), z.end());
  Real dot = std::inner_product(y.begin(), y.end(), z.begin(), Real(0));
  std::fill(y.begin(), y.begin() + 2, s);
  std::copy(z.begin(), z.end(), y.begin());
  return dot + std::accumulate(y.begin(), y.end(), Real(1)) * *std::max_element(x.begin(), x.end());
}

#pragma grad
#pragma grad mode(jvp)
Real lists(Real a, Real b) {
  std::vector<Real> v = {a, b, a * b};
  v = {v[2], v[1], a - b, b};
  v.assign(3, v[0] * v[2]);
  v.insert(v.end(), 2, b * b);
  std::vector<Real> w{v[0], v[4]};
  w.emplace_back(a * v[3]);
  w.pop_back();
  v.insert(v.begin(), w.begin(), w.end());
  v.shrink_to_fit();
  v.emplace(v.begin() + 1, a + b);
  for (auto it = v.rbegin(); it != v.rend(); ++it)
    *it = *it * a + Real(v.rend() - it);
  if (w == v)
    v.front() *= 2;
  Real sum = v.empty() ? 0 : v.size() * v[1];
  while (!v.empty()) {
    sum = sum * 0.5 + v.back();
    v.pop_back();
  }
  v.clear();
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real indices(const std::vector<Real> &x, const std::vector<int> &at) {
  std::vector<int> order(at.size());
  std::iota(order.begin(), order.end(), 0);
  std::vector<std::size_t> twice;
  for (int i : at)
    twice.push_back(i);
  Real sum = 0;
  for (std::size_t i = 0; i < order.size(); ++i)
    sum += x[at[order[i]]] * x[twice[i]] * Real(order[i] + 1);
  return sum;
}

static void extend(std::vector<Real> &v, Real x) {
  const std::size_t n = v.size();
  for (std::size_t i = 0; i < n; ++i)
    v.push_back(v[i] * x);
}

#pragma grad
#pragma grad mode(jvp)
Real extended(Real x, int n) {
  std::vector<Real> v(1, x);
  for (int i = 0; i < n; ++i)
    extend(v, x);
  Real *p = v.data();
  Real sum = 0;
  for (std::size_t i = 0; i < v.size(); ++i)
    sum += *p++;
  return sum;
}

struct Model {
  std::vector<Real> w;
  Real bias;
  explicit Model(int n) : w(n, 1), bias(0) {}
  Real operator()(const std::vector<Real> &x) const {
    Real sum = bias;
    for (std::size_t i = 0; i < w.size(); ++i)
      sum += w[i] * x[i];
    return tanh(sum);
  }
};

#pragma grad
#pragma grad mode(jvp)
Real models(const std::vector<Real> &x, Real rate) {
  Model model(static_cast<int>(x.size()));
  for (int step = 0; step < 3; ++step) {
    Real e = model(x) - 0.3;
    for (std::size_t i = 0; i < model.w.size(); ++i)
      model.w[i] -= rate * e * x[i];
    model.bias -= rate * e;
  }
  Model copy = model;
  copy.w[0] = model.bias;
  return model(x) * copy.w[0] + copy.w[1];
}

// A capacity that branches change one after the other.
#pragma grad wrt(x)
#pragma grad mode(jvp) wrt(x)
Real refilled(Real x, int n) {
  std::vector<Real> v = {x, x * x, 2 * x};
  for (int i = 0; i < n; ++i)
    v.pop_back();
  v.insert(v.end(), 2, x);
  v.insert(v.end(), 3, x * x);
  return sumOf(v) * v.back();
}

struct Watch {
  Real *value;
  int times;
};
#pragma grad
#pragma grad mode(jvp)
Real watched(Real x, Real y) {
  std::vector<Watch> all;
  all.push_back({&x, 2});
  all.push_back({&y, 1});
  all.push_back({all[0].value, 1});
  for (Watch &watch : all)
    for (int i = 0; i < watch.times; ++i)
      *watch.value *= x + y;
  return x * y;
}

// Objects without a name that hold others, and lists of them.
struct Pairing {
  std::vector<Real> w;
  Real b;
};
static std::vector<Real> threeOf(Real x) {
  std::vector<Real> v(2, x);
  v.push_back(x * x);
  return v;
}
static Real lastOf(const Pairing &p) { return p.w[2] * p.b; }
static Pairing pairing(Real x) { return Pairing{threeOf(x), x}; }
static Pairing chosen(bool c, Real x) { return c ? Pairing{threeOf(x), 2 * x} : pairing(x); }

#pragma grad
#pragma grad mode(jvp)
Real pairings(Real x) {
  Real sum = lastOf(Pairing{threeOf(x), 2}) + lastOf({threeOf(x), x}) + lastOf(pairing(x));
  sum += lastOf(chosen(x > 1, x)) * lastOf(chosen(x < 1, x)) + lastOf(Pairing(pairing(x)));
  sum += std::vector<Pairing>{pairing(x), Pairing{threeOf(x), 1}}[1].w[0];
  Pairing p = pairing(x);
  p = Pairing{threeOf(2 * x), x};
  std::vector<std::vector<Real>> a = {threeOf(x), {x, 2 * x, 3}};
  a.push_back(threeOf(x));
  a[0] = threeOf(x * 3);
  a.insert(a.begin(), {threeOf(x), {x}});
  return sum + lastOf(p) + a[2][2] * a[3][1] + a.back()[0] * a[1][0];
}

// Vectors in objects from outside.
struct Layer {
  std::vector<Real> w;
  Real bias;
  Real apply(const std::vector<Real> &x) const {
    Real sum = bias;
    for (std::size_t i = 0; i < w.size(); ++i)
      sum += w[i] * x[i % x.size()];
    return tanh(sum);
  }
};
EXEC_FIELDS(Layer, w, bias)

#pragma grad
#pragma grad mode(jvp)
Real layer(const Layer &l, const std::vector<Real> &x) {
  Real sum = l.apply(x) * l.w.size();
  for (Real e : l.w)
    sum = sum * 0.5 + e * l.bias * l.w.back();
  const std::vector<Real> copy = l.w;
  return sum + sumOf(l.w) * sumOf(copy);
}

#pragma grad
#pragma grad mode(jvp)
Real trained(Layer l, Real rate) {
  for (int step = 0; step < 3; ++step) {
    const Real e = l.apply(l.w) - 0.3;
    for (Real &w : l.w)
      w -= rate * e * w;
    l.bias -= rate * e;
  }
  return l.apply({rate, l.bias});
}

#pragma grad
#pragma grad mode(jvp)
void scaled(Layer &l, Real s) {
  for (std::size_t i = 0; i < l.w.size(); ++i)
    l.w[i] *= s * l.bias;
  l.bias = l.w[0] + s;
}

#pragma grad
#pragma grad mode(jvp)
std::vector<std::vector<Real>> outer(const std::vector<Real> &x, const std::vector<Real> &y) {
  std::vector<std::vector<Real>> a(x.size());
  for (std::size_t i = 0; i < x.size(); ++i)
    for (Real e : y)
      a[i].push_back(x[i] * e);
  return a;
}

#include "../exec/Generated.h"

CORPUS_WRT(powers, (0), point(1.1, 6))
CORPUS_WRT(pushed, (0), point(0.9, 9), point(1.1, 0))
CORPUS(weightedSquares, point(filled(5, -1, 1), 1.5), point(zeros(0), 1))
CORPUS(scaledSines, point(filled(4, -1, 1), 1.5), point(zeros(0), 1))
CORPUS(byValue, point(filled(4, 0.5, 1), 4))
CORPUS(grownByValue, point(filled(3, 0.5, 1)))
CORPUS(inPlace, point(filled(4, 0.5, 1), 0.7), point(array({2}), 3))
CORPUS(matrixForm, point(rows(3, filled(9, -1, 1)), filled(3, -1, 1)))
CORPUS(product, point(rows(2, filled(6, -1, 1)), filled(3, -1, 1)))
CORPUS(calls, point(filled(3, 0.2, 1), 0.8))
CORPUS(matrices, point(0.7, 3))
CORPUS(growing, point(0.8))
CORPUS(unnamed, point(filled(3, 0.2, 1), 0.7))
CORPUS(particles, point(filled(3, 0.2, 1), 0.1, 5))
CORPUS(algorithms, point(filled(5, 0.2, 1), 0.8))
CORPUS(lists, point(1.3, 0.6))
CORPUS(indices, point(filled(4, 0.2, 1), array({2, 0, 2})))
CORPUS(extended, point(0.8, 3))
CORPUS(models, point(filled(3, 0.2, 1), 0.3))
CORPUS_WRT(refilled, (0), point(0.8, 2))
CORPUS(watched, point(0.8, 0.6))
CORPUS(pairings, point(1.3), point(0.7))
CORPUS(layer, point(filled(4, 0.2, 1), filled(3, -1, 1)))
CORPUS(trained, point(filled(4, 0.2, 1), 0.3))
CORPUS(scaled, point(filled(4, 0.2, 1), 0.7))
CORPUS(outer, point(filled(2, 0.2, 1), filled(3, -1, 1)))
