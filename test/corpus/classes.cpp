// RUN: %corpus-test %s %t
// The user's own types: complex numbers, dual numbers, vectors, matrices, with operators, members and
// templates.
#include "CorpusCheck.h"

#include <cstddef>
#include <utility>

template <class T> struct Complex {
  T re{}, im{};
  Complex() = default;
  Complex(T r, T i = T(0)) : re(r), im(i) {}
  Complex &operator+=(const Complex &o) {
    re += o.re;
    im += o.im;
    return *this;
  }
  Complex &operator*=(const Complex &o) {
    T r = re * o.re - im * o.im;
    im = re * o.im + im * o.re;
    re = r;
    return *this;
  }
  friend Complex operator+(Complex a, const Complex &b) { return a += b; }
  friend Complex operator*(Complex a, const Complex &b) { return a *= b; }
  Complex operator-() const { return {-re, -im}; }
  Complex operator-(const Complex &o) const { return *this + -o; }
  T norm() const { return re * re + im * im; }
};

#pragma grad
#pragma grad mode(jvp)
Real juliaOrbit(Real cx, Real cy, int n) {
  Complex<Real> z, c(cx, cy);
  for (int i = 0; i < n; ++i) {
    z = z * z + c;
    if (z.norm() > 4)
      break;
  }
  return z.norm();
}

struct Dual {
  Real v, d;
};
static Dual operator*(Dual a, Dual b) { return {a.v * b.v, a.d * b.v + a.v * b.d}; }
static Dual operator+(Dual a, Dual b) { return {a.v + b.v, a.d + b.d}; }
static Dual sin(Dual a) { return {std::sin(a.v), a.d * std::cos(a.v)}; }

template <class T> static T wavy(const T &x, int n) {
  T sum = x, power = x;
  for (int i = 0; i < n; ++i) {
    power = power * x;
    sum = sum + sin(power);
  }
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real derivativeByDuals(Real x, int n) {
  Dual seeded{x, 1};
  return wavy(seeded, n).d;
}

struct Vector3 {
  Real x, y, z;
  Real &operator[](int i) { return i == 0 ? x : i == 1 ? y : z; }
  Real operator[](int i) const { return i == 0 ? x : i == 1 ? y : z; }
  Vector3 operator+(const Vector3 &o) const { return {x + o.x, y + o.y, z + o.z}; }
  Vector3 operator-(const Vector3 &o) const { return {x - o.x, y - o.y, z - o.z}; }
  Vector3 operator*(Real s) const { return {x * s, y * s, z * s}; }
  friend Vector3 operator*(Real s, const Vector3 &v) { return v * s; }
  Real operator*(const Vector3 &o) const { return x * o.x + y * o.y + z * o.z; }
  Vector3 operator^(const Vector3 &o) const {
    return {y * o.z - z * o.y, z * o.x - x * o.z, x * o.y - y * o.x};
  }
  Real length() const { return std::sqrt(*this * *this); }
  Vector3 &normalise() {
    Real l = length();
    for (int i = 0; i < 3; ++i)
      (*this)[i] /= l;
    return *this;
  }
};
EXEC_FIELDS(Vector3, x, y, z)

struct Ray {
  Vector3 origin, direction;
  Vector3 at(Real t) const { return origin + t * direction; }
};
struct Sphere {
  Vector3 centre;
  Real radius;
  bool hit(const Ray &ray, Real &t, Vector3 &normal) const;
};
EXEC_FIELDS(Sphere, centre, radius)
bool Sphere::hit(const Ray &ray, Real &t, Vector3 &normal) const {
  Vector3 oc = ray.origin - centre;
  Real b = oc * ray.direction, c = oc * oc - radius * radius, d = b * b - c;
  if (d < 0)
    return false;
  Real root = std::sqrt(d), near = -b - root;
  if (near < 0 && (near = -b + root) < 0)
    return false;
  if (near >= t)
    return false;
  t = near;
  normal = (ray.at(t) - centre) * (1 / radius);
  return true;
}

#pragma grad
#pragma grad mode(jvp)
Real shadeSpheres(const Sphere *spheres, int n, Vector3 eye, Vector3 look, const Vector3 &light) {
  Ray ray{eye, look.normalise()};
  Real t = 1e9, brightness = 0.1;
  Vector3 normal = {0, 0, 0};
  bool any = false;
  for (const Sphere *s = spheres; s != spheres + n; ++s)
    any |= s->hit(ray, t, normal);
  if (any) {
    Vector3 toLight = (light - ray.at(t)).normalise();
    if (Real cosine = normal * toLight; cosine > 0)
      brightness += cosine * cosine / (1 + t);
  }
  return brightness;
}

struct Quaternion {
  Real w;
  Vector3 v;
  static Quaternion about(Vector3 axis, Real angle) {
    return {std::cos(angle / 2), std::sin(angle / 2) * axis.normalise()};
  }
  Quaternion conjugate() const { return {w, v * -1}; }
};
static Quaternion operator*(const Quaternion &a, const Quaternion &b) {
  return {a.w * b.w - a.v * b.v, a.w * b.v + b.w * a.v + (a.v ^ b.v)};
}
static Vector3 operator*(const Quaternion &q, const Vector3 &v) {
  return (q * Quaternion{0, v} * q.conjugate()).v;
}

#pragma grad
#pragma grad mode(jvp)
Vector3 chainOfRotations(const Real *angles, int n, Vector3 tip) {
  const Vector3 axes[3] = {{1, 0, 0}, {0, 1, 0.5}, {0, 0, 1}};
  Quaternion q{1, {0, 0, 0}};
  Vector3 position = {0, 0, 0};
  for (int i = 0; i < n; ++i) {
    q = q * Quaternion::about(axes[i % 3], angles[i]);
    position = position + q * tip;
  }
  return position;
}

template <int Rows, int Columns> class Matrix {
  Real entries[Rows][Columns] = {};

public:
  Real &operator()(int i, int j) { return entries[i][j]; }
  const Real &operator()(int i, int j) const { return entries[i][j]; }
  template <int Other> Matrix<Rows, Other> operator*(const Matrix<Columns, Other> &o) const {
    Matrix<Rows, Other> result;
    for (int i = 0; i < Rows; ++i)
      for (int j = 0; j < Other; ++j)
        for (int k = 0; k < Columns; ++k)
          result(i, j) += (*this)(i, k) * o(k, j);
    return result;
  }
  static constexpr int size() { return Rows * Columns; }
};

#pragma grad
#pragma grad mode(jvp)
Real smallMatrices(const Real *x) {
  Matrix<2, 3> a;
  Matrix<3, 2> b;
  for (int i = 0; i < a.size(); ++i) {
    a(i / 3, i % 3) = x[i] * x[i];
    b(i % 3, i / 3) = x[i] + i;
  }
  auto c = a * b;
  auto d = c * a;
  return c(0, 0) * c(1, 1) - c(0, 1) * c(1, 0) + d(1, 2);
}

// A class that keeps its state between calls.
class Filter {
  Real state = 0, gain;
  int calls = 0;

public:
  explicit Filter(Real g) : gain(g) {}
  Real operator()(Real x) {
    state += gain * (x - state);
    if (++calls % 2 == 0)
      gain *= 0.9;
    return state;
  }
  void reset() { *this = Filter(gain * 2); }
};

#pragma grad
#pragma grad mode(jvp)
Real filterWithState(const Real *x, int n, Real gain) {
  Filter low(gain), high = low;
  Real sum = 0;
  for (int i = 0; i < n; ++i) {
    Real y = x[i] - high(x[i]);
    sum += y * low(y);
    if (i == 2)
      low.reset();
  }
  return sum;
}

struct Base {
  Real mass;
  Real momentum(Real v) const { return mass * v; }
};
struct Charged : Base {
  Real charge;
  Real force(Real field, Real v) const { return charge * field - 0.1 * momentum(v); }
};

#pragma grad
#pragma grad mode(jvp)
Real inherited(Real mass, Real charge, Real field) {
  Charged p;
  p.mass = mass;
  p.charge = charge;
  Real x = 0, v = 0;
  for (int i = 0; i < 5; ++i) {
    v += 0.1 * p.force(field * std::cos(x), v) / p.mass;
    x += 0.1 * v;
  }
  const Base &base = p;
  return x + base.momentum(v);
}

template <class F> static Real integrate(F f, Real a, Real b, int n) {
  Real h = (b - a) / n, sum = (f(a) + f(b)) / 2;
  for (int i = 1; i < n; ++i)
    sum += f(a + i * h);
  return sum * h;
}
struct Gaussian {
  Real mean, width;
  Real operator()(Real x) const {
    Real z = (x - mean) / width;
    return std::exp(-z * z / 2) / width;
  }
};

#pragma grad
#pragma grad mode(jvp)
Real functors(Real mean, Real width, Real b) {
  Real inside = integrate(Gaussian{mean, width}, 0, b, 8);
  Real twice =
      integrate([&](Real x) { return integrate([x](Real y) { return x * y * y; }, 0, x, 3); }, mean, b, 4);
  return inside * twice;
}

template <class T, std::size_t N> struct Polynomial {
  T c[N];
  T operator()(T x) const {
    T sum = 0;
    for (std::size_t i = N; i-- > 0;)
      sum = sum * x + c[i];
    return sum;
  }
  Polynomial<T, N - 1> derivative() const {
    Polynomial<T, N - 1> d{};
    for (std::size_t i = 1; i < N; ++i)
      d.c[i - 1] = c[i] * T(i);
    return d;
  }
};

#pragma grad
#pragma grad mode(jvp)
Real newtonOnPolynomial(const Real *c, Real x) {
  Polynomial<Real, 4> p = {{c[0], c[1], c[2], c[3]}};
  const auto slope = p.derivative();
  for (int i = 0; i < 4; ++i)
    x -= p(x) / slope(x);
  return x + slope.derivative()(x);
}

struct Interval {
  Real low, high;
  bool contains(Real x) const { return low <= x && x <= high; }
};
static Interval operator*(const Interval &a, const Interval &b) {
  Real p[] = {a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high};
  Interval r = {p[0], p[0]};
  for (Real value : p) {
    if (value < r.low)
      r.low = value;
    if (value > r.high)
      r.high = value;
  }
  return r;
}
static Interval operator-(const Interval &a, const Interval &b) { return {a.low - b.high, a.high - b.low}; }

#pragma grad
#pragma grad mode(jvp)
Real intervalArithmetic(Real x, Real radius, int n) {
  Interval a{x - radius, x + radius}, b = a;
  while (n-- && !(b.contains(0) && b.high - b.low > 20))
    b = b * a - Interval{radius, 1};
  return b.high - b.low * b.low;
}

// Base classes that are initialised with a list, or by a function.
struct Coefficients {
  Real a, b;
};
static Coefficients squaredCoefficients(Real x) { return {x * x, x}; }
struct Listed : Coefficients {
  Real c;
  explicit Listed(Real x) : Coefficients{x, x * x}, c(3 * x) {}
};
struct Called : Coefficients {
  Real c;
  explicit Called(Real x) : Coefficients(squaredCoefficients(x)), c(x + 1) {}
};

#pragma grad
#pragma grad mode(jvp)
Real basesFromLists(Real x) {
  const Listed listed(x);
  Called called(2 * x);
  called.b += listed.a;
  return listed.a * listed.b * listed.c + called.a * called.b * called.c;
}

// Copies that are more than copies, and objects that cannot be copied.
struct Tracked {
  Real value, copies = 0;
  explicit Tracked(Real value) : value(value) {}
  Tracked(const Tracked &other) : value(other.value * 2), copies(other.copies + 1) {}
  Tracked &operator=(const Tracked &other) {
    value = other.value + 1;
    copies = other.copies * 3;
    return *this;
  }
};
struct Unique {
  Real first, second;
  Real *larger;
  Unique(Real a, Real b) : first(a), second(b), larger(a < b ? &second : &first) {}
  Unique(const Unique &) = delete;
  Unique &operator=(const Unique &) = delete;
};
struct Plain {
  Real a, b;
  Plain(Real a, Real b) : a(a), b(b) {}
  Plain(const Plain &other) : a(other.a), b(other.b) {}
  Plain &operator=(const Plain &other) {
    a = other.a;
    b = other.b;
    return *this;
  }
};
static Real throughRecursion(const Plain &plain, int depth) {
  if (depth == 0)
    return plain.a * plain.b;
  Plain next = plain;
  next.a = plain.b + depth;
  return throughRecursion(next, depth - 1);
}

#pragma grad
#pragma grad mode(jvp)
Real copiesOfItsOwn(Real x, Real y) {
  Tracked one(x), two = one, list[2] = {two, Tracked(y)};
  for (int i = 0; i < 2; ++i) {
    two = list[i];
    list[i] = one;
  }
  Unique unique(x, y);
  *unique.larger *= 3;
  return one.value * two.value + list[1].value * two.copies + unique.first * unique.second +
         throughRecursion(Plain(x, y), 2);
}

#include "../exec/Generated.h"

CORPUS(juliaOrbit, point(0.3, 0.5, 6), point(1.1, 0.7, 9))
CORPUS(derivativeByDuals, point(0.7, 3))
CORPUS(shadeSpheres,
       point(array({0, 0, 5, 1, 0.5, 0.2, 8, 2, 3, 3, 3, 0.5}), 3, array({0, 0, 0}), array({0.1, 0.05, 1}),
             array({2, 3, 0})),
       point(array({0, 0, 5, 1}), 1, array({0, 0, 0}), array({1, 0.05, 1}), array({2, 3, 0})))
CORPUS(chainOfRotations, point(filled(5, -1, 1), 5, filled(3, 0, 1)))
CORPUS(smallMatrices, point(filled(6, -1, 1)))
CORPUS(filterWithState, point(filled(6, -1, 1), 6, 0.3))
CORPUS(inherited, point(2, 0.7, 1.5))
CORPUS(functors, point(0.3, 0.8, 1.7))
CORPUS(newtonOnPolynomial, point(array({-2, 0.3, 0.5, 1}), 1.5))
CORPUS(intervalArithmetic, point(0.7, 0.2, 4), point(-1.5, 0.4, 3))
CORPUS(basesFromLists, point(0.8))
CORPUS(copiesOfItsOwn, point(0.8, 1.3))
