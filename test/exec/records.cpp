// RUN: %exec-test %s %t
// Structs, nested structs, members, constructors, overloaded operators, tuples and pairs.
#include "Check.h"

struct Vec3 {
  Real x, y, z;
  Vec3 operator+(const Vec3 &o) const { return {x + o.x, y + o.y, z + o.z}; }
  Vec3 operator-() const { return {-x, -y, -z}; }
  Vec3 &operator+=(const Vec3 &o) {
    x += o.x;
    y += o.y;
    z += o.z;
    return *this;
  }
  Real norm2() const { return x * x + y * y + z * z; }
  Real norm() const { return std::sqrt(norm2()); }
};
inline Vec3 operator-(const Vec3 &a, const Vec3 &b) { return a + -b; }
inline Vec3 operator*(Real s, const Vec3 &v) { return {s * v.x, s * v.y, s * v.z}; }
inline Real dot(const Vec3 &a, const Vec3 &b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
inline Vec3 cross(Vec3 a, Vec3 b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
EXEC_FIELDS(Vec3, x, y, z)

#pragma grad
Real tripleProduct(const Vec3 &a, const Vec3 &b, const Vec3 &c) { return dot(a, cross(b, c)); }

#pragma grad
Real operators(Vec3 a, const Vec3 &b, Real s) {
  Vec3 sum = a + s * b;
  sum += a - b;
  (sum += b) += -a;
  a = sum;
  return a.norm() * sum.norm2() + dot(a, b);
}

#pragma grad wrt(a.y, b)
Real members(const Vec3 &a, Vec3 b) {
  b.x *= a.y;
  return b.norm2() * a.x;
}

#pragma grad wrt(1)
Real byPosition(Vec3 a, Vec3 b) { return dot(a, b) * b.x; }

#pragma grad
Vec3 normalized(const Vec3 &v) {
  Real length = v.norm();
  return {v.x / length, v.y / length, v.z / length};
}

struct Sphere {
  Vec3 centre;
  Real radius = 1;
  int material = 0;
};
EXEC_FIELDS(Sphere, centre, radius, material)
struct Ray {
  Vec3 origin, direction;
  Vec3 along(Real t) const { return origin + t * direction; }
};
EXEC_FIELDS(Ray, origin, direction)

#pragma grad wrt(sphere, ray.direction)
Real rayMeetsSphere(const Sphere &sphere, const Ray &ray) {
  Vec3 offset = ray.origin - sphere.centre;
  Real a = dot(ray.direction, ray.direction), b = dot(offset, ray.direction);
  Real discriminant = b * b - a * (offset.norm2() - sphere.radius * sphere.radius);
  if (discriminant < 0)
    return 0;
  Real t = (-b - std::sqrt(discriminant)) / a;
  return ray.along(t).norm2() * (sphere.material == 2 ? 3 : 1);
}

class Complex {
public:
  Complex(Real re, Real im = 0) : re(re), im(im) {}
  Complex() : Complex(0) {}
  Real real() const { return re; }
  Real imag() const { return im; }
  friend Complex operator*(const Complex &a, const Complex &b) {
    return Complex(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re);
  }
  friend Complex operator+(Complex a, const Complex &b) { return Complex(a.re + b.re, a.im + b.im); }
  Complex &operator*=(const Complex &o) { return *this = *this * o; }

private:
  Real re, im;
};

#pragma grad
Real mandelbrotStep(Real x, Real y) {
  Complex c(x, y), z;
  z = z * z + c;
  z = z * z + c;
  z *= z;
  z = z + 1;
  return z.real() * z.real() + z.imag() * z.imag();
}

struct Quaternion {
  Real w, x, y, z;
  Quaternion conjugate() const { return {w, -x, -y, -z}; }
};
inline Quaternion operator*(const Quaternion &p, const Quaternion &q) {
  return {p.w * q.w - p.x * q.x - p.y * q.y - p.z * q.z, p.w * q.x + p.x * q.w + p.y * q.z - p.z * q.y,
          p.w * q.y - p.x * q.z + p.y * q.w + p.z * q.x, p.w * q.z + p.x * q.y - p.y * q.x + p.z * q.w};
}
inline Quaternion operator+(const Quaternion &p, const Quaternion &q) {
  return {p.w + q.w, p.x + q.x, p.y + q.y, p.z + q.z};
}
EXEC_FIELDS(Quaternion, w, x, y, z)

#pragma grad
Vec3 rotated(const Quaternion &q, const Vec3 &v) {
  Quaternion r = q * Quaternion{0, v.x, v.y, v.z} * q.conjugate();
  return {r.x, r.y, r.z};
}

template <class T> struct Dual {
  T value, infinitesimal;
  Dual operator*(const Dual &o) const {
    return {value * o.value, value * o.infinitesimal + infinitesimal * o.value};
  }
};
template <class T> auto fieldsOf(Dual<T> &d) { return std::tie(d.value, d.infinitesimal); }

#pragma grad
Dual<Quaternion> screw(const Dual<Quaternion> &a, const Dual<Quaternion> &b) { return a * b; }

struct Model {
  Real slope, offset;
  Vec3 bias;
  int degree;
  Real predict(Real x) const { return slope * x + offset + bias.norm2() * degree; }
#pragma grad wrt(this->slope, this->bias.y, x)
  Real loss(Real x, Real y) const {
    Real error = predict(x) - y;
    return error * error;
  }
#pragma grad wrt(x)
  static Real activation(Real x) { return std::tanh(x); }
};
EXEC_FIELDS(Model, slope, offset, bias, degree)

#pragma grad wrt(model) name(loss_dmodel)
Real modelLoss(const Model &model, Real x) { return model.predict(x) * model.predict(2 * x); }

struct Base {
  Real scale;
  Real scaled(Real x) const { return scale * x; }
};
struct Derived : Base {
  Real shift;
  Real apply(Real x) const { return scaled(x) + this->shift * Base::scale; }
};

#pragma grad
Real inherited(Real s, Real t, Real x) {
  Derived d;
  d.scale = s;
  d.shift = t;
  return d.apply(x) * d.scale;
}

struct Counter {
  Real total = 0;
  int calls{};
  void add(Real x) { total += x * ++calls; }
};

#pragma grad
Real statefulObject(Real x, Real y) {
  Counter counter;
  counter.add(x);
  counter.add(y);
  counter.add(x * y);
  return counter.total * counter.calls;
}

#pragma grad
std::tuple<Real, Real> polar(Real x, Real y) { return {std::hypot(x, y), std::atan2(y, x)}; }

#pragma grad
std::pair<Real, int> withInteger(Real x, Real y) { return {x * y, 3}; }

#pragma grad
Real structuredBindings(Real x, Real y) {
  auto [r, phi] = polar(x, y);
  r *= 2;
  auto [p, q, s] = Vec3{x, y, r};
  return r * std::cos(phi) + p * q * s;
}

#pragma grad
Real tupleParameters(std::tuple<Real, Real> t, const std::pair<Real, Real> &p) {
  std::get<0>(t) *= p.first;
  return std::get<0>(t) * std::get<1>(t) + p.second * p.first;
}

#pragma grad
auto tied(Real x, Real y) {
  Real a = x * y, b = x - y;
  auto both = std::make_pair(a, b * b);
  return std::make_tuple(both.first, both.second, x * both.second);
}

#pragma grad has_aux wrt(x)
std::tuple<Real, Real, int> withAuxiliary(Real x, Real y) { return {x * x * y, std::exp(x) * y, 7}; }

struct Fit {
  Real loss;
  Real residual;
};
EXEC_FIELDS(Fit, loss, residual)
#pragma grad has_aux
Fit structAuxiliary(Real x, Real y) {
  Real residual = x - y * y;
  return {residual * residual, residual};
}

#include "Generated.h"

GRADIENT(tripleProduct, at({{1, 2, 3, -1, 0.5, 2, 0.3, 4, -2}}))
GRADIENT(operators, at({{1, 2, 3, -1, 0.5, 2, 0.7}}))
GRADIENT(members, at({{1, 2, 3, -1, 0.5, 2}}).leaves(1, 3, 4, 5))
GRADIENT(byPosition, at({{1, 2, 3, -1, 0.5, 2}}).wrt(1))
GRADIENT(normalized, at({{1, 2, 3}, {-0.1, 0.5, 2}}))
GRADIENT(rayMeetsSphere, at({{0.1, 0.2, 5, 2, 2, 0, 0.1, 0, 0.05, 0.1, 1}, {0, 0, 5, 1, 0, 0, 0, 0, 1, 0, 0}})
                             .leaves(0, 1, 2, 3, 8, 9, 10))
GRADIENT(mandelbrotStep, at({{0.3, -0.4}, {-1, 0.2}}))
GRADIENT(rotated, at({{0.5, 0.1, -0.7, 0.2, 1, 2, 3}}))
GRADIENT(screw, at({{1, 2, 3, 4, 5, 6, 7, 8, -1, 0.5, 0.3, 2, 4, -3, 2, 1}}))
MEMBER(Model, loss, at({{1, 2, 0.1, 0.2, 0.3, 2, 1.5, 4}}).leaves(0, 3, 6))
GRADIENT_NAMED(modelLoss, loss_dmodel, at({{1, 2, 0.1, 0.2, 0.3, 2, 1.5}}).wrt(0))
GRADIENT(inherited, at({{1, 2, 3}}))
GRADIENT(statefulObject, at({{1, 2}}))
GRADIENT(polar, at({{1, 2}, {-0.4, 0.3}}))
GRADIENT(withInteger, at({{1, 2}}))
GRADIENT(structuredBindings, at({{1, 2}, {-0.4, 0.3}}))
GRADIENT(tupleParameters, at({{1, 2, 3, 4}}))
GRADIENT(tied, at({{1, 2.5}}))
GRADIENT(withAuxiliary, withAux(at({{1, 2.5}}).wrt(0)))
GRADIENT(structAuxiliary, withAux(at({{1, 2.5}})))

CHECK(gradientOfAStructIsThatStruct) {
#ifndef ADGEN_REFERENCE
  Sphere sphere{{0, 0, 5}, 1, 2};
  Ray ray{{0, 0, 0}, {0, 0, 1}};
  auto [d_sphere, d_direction] = rayMeetsSphere_grad(sphere, ray);
  EXPECT(std::is_same_v<decltype(d_sphere), Sphere>);
  EXPECT(d_sphere.material == 0);
  EXPECT(isClose(d_sphere.centre.z, 24) && isClose(d_sphere.radius, -24));
  EXPECT(activation_grad(0) == 1);
#endif
}
