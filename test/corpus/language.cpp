// RUN: %corpus-test %s %t
// The rest of C and C++: contexts behind void *, casts of arrays, templates of all kinds, operators,
// literals.
#include "CorpusCheck.h"

#include <array>
#include <cstddef>
#include <tuple>
#include <utility>

// Callbacks as C has them.
struct Oscillator {
  Real frequency, damping;
};
static Real oscillation(Real t, void *context) {
  const Oscillator *o = (const Oscillator *)context;
  return std::exp(-o->damping * t) * std::cos(o->frequency * t);
}
static Real oscillationConst(Real t, const void *context) {
  auto *o = static_cast<const Oscillator *>(context);
  return o->damping * t * t + o->frequency;
}
static Real midpoints(Real (*f)(Real, void *), void *context, Real a, Real b, int n) {
  Real sum = 0, h = (b - a) / n;
  for (int i = 0; i < n; ++i)
    sum += h * f(a + (i + Real(0.5)) * h, context);
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real contextPointer(Real frequency, Real damping, Real end) {
  Oscillator o = {frequency, damping};
  void *context = &o;
  return midpoints(oscillation, &o, 0, end, 5) + oscillationConst(end, context);
}

static void integrand(unsigned dim, const Real *x, void *data, Real *value) {
  Real scale = *(Real *)data;
  *value = 0;
  for (unsigned i = 0; i < dim; ++i)
    *value += std::exp(-scale * x[i] * x[i]);
}

struct Problem {
  void (*evaluate)(unsigned, const Real *, void *, Real *);
  void *data;
};

#pragma grad
#pragma grad mode(jvp)
Real contextInStruct(Real x, Real scale) {
  Real at[2] = {x, x * x}, value;
  Problem problem;
  problem.evaluate = integrand;
  problem.data = &scale;
  problem.evaluate(2, at, problem.data, &value);
  return value * value;
}

// Flat and two-dimensional.
static Real trace3(const Real (*m)[3]) { return m[0][0] + m[1][1] * m[1][1] + m[2][2] * m[0][1]; }
static Real sumFlat(const Real *x, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += (i + 1) * x[i] * x[i];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real flatAsMatrix(const Real *x) {
  const Real(*m)[3] = (const Real(*)[3])x;
  return trace3(m) + m[2][0] * x[1];
}

#pragma grad
#pragma grad mode(jvp)
Real matrixAsFlat(Real a, Real b) {
  Real m[2][3] = {{a, b, a * b}, {a + b, 1, b}};
  Real *p = (Real *)m;
  p[4] = b * p[1];
  return sumFlat(&m[0][0], 6) + sumFlat(m[1], 3) + sumFlat(*m, 6) * p[0];
}

#pragma grad
#pragma grad mode(jvp)
void matrixInPlace(Real *x, int n) {
  auto *rows = reinterpret_cast<Real(*)[2]>(x);
  for (int i = 1; i < n; ++i) {
    rows[i][0] += rows[i - 1][1] * rows[i][1];
    rows[i][1] *= rows[i - 1][0];
  }
}

// Parameters that say what to do.
enum Kind { Sine, Cosine };
enum class Norm : unsigned char { One, Two };
#pragma grad
#pragma grad mode(jvp)
Real withEnums(Real x, Kind kind, bool squared, char which) {
  Real y = kind == Sine ? std::sin(x) : std::cos(x);
  if (squared)
    y *= y;
  return which == 'a' ? y : y * x;
}
static Real normOf(const Real *x, int n, Norm norm = Norm::Two, const char *label = "norm") {
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += norm == Norm::One ? std::abs(x[i]) : x[i] * x[i];
  return label[0] == 'n' ? sum : 2 * sum;
}
#pragma grad
#pragma grad mode(jvp)
Real withDefaults(const Real *x, int n) {
  return normOf(x, n) + normOf(x, n, Norm::One) * normOf(x, n, Norm::Two, "twice");
}

#pragma grad
#pragma grad mode(jvp)
extern "C" Real cLinkage(Real x, Real y) { return x * std::sin(y); }
extern "C" {
#pragma grad
#pragma grad mode(jvp)
Real cBlock(Real x, Real y) { return cLinkage(x, y) * x; }
}

// The curiously recurring template.
template <class D> struct Curve {
  const D &self() const { return static_cast<const D &>(*this); }
  Real length(Real b) const {
    Real sum = 0;
    for (int i = 0; i < 4; ++i) {
      Real slope = static_cast<const D *>(this)->slope((i + Real(0.5)) * b / 4);
      sum += std::sqrt(1 + slope * slope) * b / 4;
    }
    return sum + self().offset();
  }
};
struct Parabola : Curve<Parabola> {
  Real a;
  explicit Parabola(Real a) : a(a) {}
  Real slope(Real x) const { return 2 * a * x; }
  Real offset() const { return a * a; }
};
#pragma grad
#pragma grad mode(jvp)
Real recurringTemplate(Real a, Real b) { return Parabola(a).length(b); }

template <class D> struct Accumulator {
  Real total = 0;
  D &add(Real x) {
    total += x;
    return static_cast<D &>(*this);
  }
};
struct Weighted : Accumulator<Weighted> {
  Real weight = 1;
  Weighted &by(Real w) {
    weight *= w;
    total *= w;
    return *this;
  }
};
#pragma grad
#pragma grad mode(jvp)
Real fluentTemplate(Real x, Real y) {
  Weighted w;
  w.add(x * y).by(y).add(x);
  return w.total * w.weight;
}

// Expression templates.
template <class E> struct Expression {
  Real operator[](int i) const { return static_cast<const E &>(*this)[i]; }
};
struct Leaf : Expression<Leaf> {
  const Real *data;
  explicit Leaf(const Real *data) : data(data) {}
  Real operator[](int i) const { return data[i]; }
};
template <class A, class B> struct Sum : Expression<Sum<A, B>> {
  A a;
  B b;
  Sum(const A &a, const B &b) : a(a), b(b) {}
  Real operator[](int i) const { return a[i] + b[i]; }
};
template <class A> struct Scaled : Expression<Scaled<A>> {
  Real s;
  A a;
  Scaled(Real s, const A &a) : s(s), a(a) {}
  Real operator[](int i) const { return s * a[i]; }
};
template <class A, class B> Sum<A, B> operator+(const Expression<A> &a, const Expression<B> &b) {
  return Sum<A, B>(static_cast<const A &>(a), static_cast<const B &>(b));
}
template <class A> Scaled<A> operator*(Real s, const Expression<A> &a) {
  return Scaled<A>(s, static_cast<const A &>(a));
}
#pragma grad
#pragma grad mode(jvp)
Real expressionTemplate(const Real *x, const Real *y, Real s) {
  Leaf a(x), b(y);
  auto e = a + s * b + 2 * (s * a);
  Real sum = 0;
  for (int i = 0; i < 3; ++i)
    sum += e[i] * e[i];
  return sum;
}
template <class A, class B> struct SumOfReferences {
  const A &a;
  const B &b;
  Real operator()(int i) const { return a(i) + b(i) * a(i); }
};
struct Values {
  const Real *data;
  Real operator()(int i) const { return data[i]; }
};
#pragma grad
#pragma grad mode(jvp)
Real referenceExpression(const Real *x, const Real *y) {
  Values a{x}, b{y};
  SumOfReferences<Values, Values> inner{a, b};
  SumOfReferences<SumOfReferences<Values, Values>, Values> outer{inner, b};
  return outer(0) * outer(1);
}

// Templates.
template <int N> struct Polynomial {
  Real c[N];
  Real operator()(Real x) const {
    Real sum = 0;
    for (int i = N - 1; i >= 0; --i)
      sum = sum * x + c[i];
    return sum;
  }
};
template <class T, std::size_t n> static T dot(const std::array<T, n> &a, const std::array<T, n> &b) {
  T sum{};
  for (std::size_t i = 0; i < n; ++i)
    sum += a[i] * b[i];
  return sum;
}
template <unsigned n> static Real power(Real x) {
  if constexpr (n == 0)
    return 1;
  else if constexpr (n % 2)
    return x * power<n - 1>(x);
  else
    return power<n / 2>(x) * power<n / 2>(x);
}
template <class... T> static Real sumOf(T... x) { return (x + ... + Real(0)); }
template <class... T> static Real sumOfSquares(const T &...x) { return ((x * x) + ...); }
template <class F, class... T> static void forAll(F &&f, T &...x) { (f(x), ...); }
#pragma grad
#pragma grad mode(jvp)
Real templates(Real x, Real y) {
  Polynomial<3> p{{x, y, 2}};
  std::array<Real, 3> a{x, y, 1}, b{y, y, x};
  Real u = x, v = y;
  forAll([](Real &w) { w *= w; }, u, v);
  return p(y) + dot(a, b) * power<5>(x) + sumOf(x, 2 * y, 3) * sumOfSquares(x, y) + u * v;
}
template <std::size_t... i> static Real weightedSum(const Real *x, std::index_sequence<i...>) {
  return ((x[i] * x[i] * (i + 1)) + ...);
}
#pragma grad
#pragma grad mode(jvp)
Real indexSequence(const Real *x) { return weightedSum(x, std::make_index_sequence<3>{}); }

// Literals, conversions, structured bindings.
struct Angle {
  Real radians;
  explicit operator bool() const { return radians != 0; }
  operator Real() const { return radians; }
};
constexpr double operator""_deg(long double degrees) {
  return static_cast<double>(degrees) * 0.017453292519943295;
}
#pragma grad
#pragma grad mode(jvp)
Real conversions(Real x) {
  Angle a{x * 90.0_deg};
  Real sine = std::sin(Real(a));
  return a ? sine * a : x;
}
struct Triple {
  Real a, b;
  int n;
};
static Triple tripleOf(Real x) { return {x, x * x, 2}; }
#pragma grad
#pragma grad mode(jvp)
Real bindings(Real x) {
  auto [a, b, n] = tripleOf(x);
  Real values[2] = {a * b, b};
  auto &[first, second] = values;
  first *= n;
  auto [p, q] = values;
  std::array<Real, 2> both{p, q};
  const auto &[u, v] = both;
  auto [s, t] = std::make_tuple(u * v, x);
  auto &&[i, j] = std::pair<Real, Real>(s, t);
  return s * t + first + second + i - j * j;
}
inline constexpr double scale = 0.5;
inline const int repeats = 3;
[[nodiscard]] static inline Real scaled(Real x) noexcept { return scale * x; }
#pragma grad
#pragma grad mode(jvp)
[[nodiscard]] Real attributes(const Real x, Real y) noexcept {
  Real sum = 0;
  for ([[maybe_unused]] int i = 0; i < repeats; ++i)
    sum += scaled(x) * y;
  return sum;
}
struct Options {
  Real step = 0.1;
  int count = 3;
  bool scaled = false;
};
static Real relax(Real x, const Options &options = {}) {
  for (int i = 0; i < options.count; ++i)
    x -= options.step * x * x;
  return options.scaled ? 2 * x : x;
}
#pragma grad
#pragma grad mode(jvp)
Real optionsByDefault(Real x, Real step) {
  Options own;
  own.step = step;
  own.scaled = true;
  return relax(x) * relax(x, own) + relax(x, Options{step, 1, false});
}
struct Matrix {
  Real m[2][2];
  Real &operator()(int i, int j) { return m[i][j]; }
  Real operator()(int i, int j) const { return m[i][j]; }
  Matrix operator*(const Matrix &other) const {
    Matrix r{};
    for (int i = 0; i < 2; ++i)
      for (int j = 0; j < 2; ++j)
        for (int k = 0; k < 2; ++k)
          r(i, j) += (*this)(i, k) * other(k, j);
    return r;
  }
  Matrix &operator*=(Real s) {
    for (auto &row : m)
      for (Real &x : row)
        x *= s;
    return *this;
  }
  static Matrix identity() { return {{{1, 0}, {0, 1}}}; }
};
#pragma grad
#pragma grad mode(jvp)
Real matrixClass(Real x, Real y) {
  Matrix a = Matrix::identity();
  a(0, 1) = x;
  a(1, 0) = y;
  Matrix b = a * a * a;
  b *= x;
  return b(0, 0) * b(1, 1) - b(0, 1);
}

#include "../exec/Generated.h"

CORPUS(contextPointer, point(2.1, 0.4, 1.3))
CORPUS(contextInStruct, point(0.7, 1.2))
CORPUS(flatAsMatrix, point(filled(9, -1, 1)))
CORPUS(matrixAsFlat, point(0.7, 1.2))
CORPUS(matrixInPlace, point(filled(8, -1, 1), 4))
CORPUS(withEnums, point(0.7, 0, 1, 'a'), point(0.7, 1, 0, 'b'))
CORPUS(withDefaults, point(filled(4, -1, 1), 4))
CORPUS(cLinkage, point(0.7, 1.2))
CORPUS(cBlock, point(0.7, 1.2))
CORPUS(recurringTemplate, point(0.7, 1.2))
CORPUS(fluentTemplate, point(0.7, 1.2))
CORPUS(expressionTemplate, point(filled(3, -1, 1), filled(3, -1, 1), 1.4))
CORPUS(referenceExpression, point(filled(2, -1, 1), filled(2, -1, 1)))
CORPUS(templates, point(0.7, 1.2))
CORPUS(indexSequence, point(filled(3, -1, 1)))
CORPUS(conversions, point(0.7))
CORPUS(bindings, point(0.7))
CORPUS(attributes, point(0.7, 1.2))
CORPUS(optionsByDefault, point(0.7, 0.2))
CORPUS(matrixClass, point(0.7, 1.2))
