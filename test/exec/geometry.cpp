// RUN: %exec-test %s %t
// Geometry, robotics and vision: rotations, projections, distances, small matrices.
#include "Check.h"

#pragma grad
Real haversine(Real lat1, Real lon1, Real lat2, Real lon2) {
  Real u = std::sin((lat2 - lat1) / 2), v = std::sin((lon2 - lon1) / 2);
  return 2 * 6371 * std::asin(std::sqrt(u * u + std::cos(lat1) * std::cos(lat2) * v * v));
}

struct Joint {
  Real length, angle;
};
EXEC_FIELDS(Joint, length, angle)
struct Position {
  Real x = 0, y = 0;
  Real heading = 0;
  void advance(const Joint &joint) {
    heading += joint.angle;
    x += joint.length * std::cos(heading);
    y += joint.length * std::sin(heading);
  }
};
EXEC_FIELDS(Position, x, y, heading)

#pragma grad
Real reachingError(const Joint &shoulder, const Joint &elbow, const Joint &wrist, Real targetX,
                   Real targetY) {
  Position hand;
  hand.advance(shoulder);
  hand.advance(elbow);
  hand.advance(wrist);
  return std::pow(hand.x - targetX, 2) + std::pow(hand.y - targetY, 2);
}

struct Matrix3 {
  Real a, b, c, d, e, f, g, h, i;
  Real determinant() const { return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g); }
};
EXEC_FIELDS(Matrix3, a, b, c, d, e, f, g, h, i)

#pragma grad
Real determinant(const Matrix3 &m) { return m.determinant(); }

#pragma grad
Matrix3 inverse(const Matrix3 &m) {
  Real s = 1 / m.determinant();
  return {s * (m.e * m.i - m.f * m.h), s * (m.c * m.h - m.b * m.i), s * (m.b * m.f - m.c * m.e),
          s * (m.f * m.g - m.d * m.i), s * (m.a * m.i - m.c * m.g), s * (m.c * m.d - m.a * m.f),
          s * (m.d * m.h - m.e * m.g), s * (m.b * m.g - m.a * m.h), s * (m.a * m.e - m.b * m.d)};
}

struct Camera {
  Real focal, cx, cy, k1, k2;
};
EXEC_FIELDS(Camera, focal, cx, cy, k1, k2)
struct Vec {
  Real x, y, z;
};
EXEC_FIELDS(Vec, x, y, z)

#pragma grad
std::pair<Real, Real> project(const Camera &camera, const Vec &p) {
  Real u = p.x / p.z, v = p.y / p.z, r2 = u * u + v * v;
  Real distortion = 1 + r2 * (camera.k1 + camera.k2 * r2);
  return {camera.focal * distortion * u + camera.cx, camera.focal * distortion * v + camera.cy};
}

// Rodrigues' formula, with the limit at a vanishing angle.
inline Vec rotate(const Vec &axis, const Vec &p) {
  Real angle2 = axis.x * axis.x + axis.y * axis.y + axis.z * axis.z;
  Vec cross{axis.y * p.z - axis.z * p.y, axis.z * p.x - axis.x * p.z, axis.x * p.y - axis.y * p.x};
  if (angle2 < 1e-12)
    return {p.x + cross.x, p.y + cross.y, p.z + cross.z};
  Real angle = std::sqrt(angle2), c = std::cos(angle), s = std::sin(angle) / angle;
  Real along = (axis.x * p.x + axis.y * p.y + axis.z * p.z) * (1 - c) / angle2;
  return {c * p.x + s * cross.x + along * axis.x, c * p.y + s * cross.y + along * axis.y,
          c * p.z + s * cross.z + along * axis.z};
}

#pragma grad wrt(axis, translation, p, focal)
Real reprojectionError(const Vec &axis, const Vec &translation, Vec p, Real focal, Real u, Real v) {
  p = rotate(axis, p);
  p.x += translation.x;
  p.y += translation.y;
  p.z += translation.z;
  Real du = focal * p.x / p.z - u, dv = focal * p.y / p.z - v;
  return du * du + dv * dv;
}

#pragma grad
Real triangleArea(Real ax, Real ay, Real bx, Real by, Real cx, Real cy) {
  return std::fabs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2;
}

#pragma grad
Real heron(Real a, Real b, Real c) {
  Real s = (a + b + c) / 2;
  return std::sqrt(s * (s - a) * (s - b) * (s - c));
}

#pragma grad
Real dihedral(const Vec &a, const Vec &b, const Vec &c) {
  auto cross = [](const Vec &u, const Vec &v) {
    return Vec{u.y * v.z - u.z * v.y, u.z * v.x - u.x * v.z, u.x * v.y - u.y * v.x};
  };
  auto dot = [](const Vec &u, const Vec &v) { return u.x * v.x + u.y * v.y + u.z * v.z; };
  Vec m = cross(a, b), n = cross(b, c);
  return std::atan2(dot(cross(m, n), b) / std::sqrt(dot(b, b)), dot(m, n));
}

#pragma grad
Real distanceToSegment(Real px, Real py, Real bx, Real by) {
  Real t = (px * bx + py * by) / (bx * bx + by * by);
  t = std::fmin(std::fmax(t, 0), 1);
  return std::hypot(px - t * bx, py - t * by);
}

#pragma grad
Vec hsvToRgb(Real h, Real s, Real v) {
  Real sector = h / 60;
  Real f = sector - std::floor(sector), p = v * (1 - s), q = v * (1 - s * f), t = v * (1 - s * (1 - f));
  int i = static_cast<int>(std::floor(sector));
  if (i == 0)
    return {v, 2 * t, 3 * p};
  if (i == 1)
    return {q, 2 * v, 3 * p};
  return {p, 2 * v, 3 * t};
}

#pragma grad
Real bilinear(Real x, Real y, Real a, Real b, Real c, Real d) {
  Real top = a + (b - a) * x, bottom = c + (d - c) * x;
  return top + (bottom - top) * y;
}

#pragma grad
Real catmullRom(Real t, Real a, Real b, Real c, Real d) {
  return 0.5 *
         (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);
}

#pragma grad
Real gaussianBeam(Real r, Real z, Real waist) {
  Real range = M_PI * waist * waist;
  Real w = waist * std::sqrt(1 + z * z / (range * range));
  return waist / w * std::exp(-r * r / (w * w)) * std::cos(std::atan(z / range));
}

#include "Generated.h"

GRADIENT(haversine, at({{0.9, 0.1, 0.7, 1.2}}))
GRADIENT(reachingError, at({{1, 0.3, 0.8, -0.5, 0.4, 0.9, 1, 0.5}}))
GRADIENT(determinant, at({{1, 2, 3, 0, 1, 4, 5, 6, 0.5}}))
GRADIENT(inverse, at({{1, 2, 3, 0, 1, 4, 5, 6, 0.5}}).within(1e-9))
GRADIENT(project, at({{500, 320, 240, -0.1, 0.01, 0.3, -0.4, 2}}))
GRADIENT(reprojectionError, at({{0.1, -0.2, 0.3, 0.5, 0.1, 2, 0.3, -0.4, 4, 500, 12, -7}}).wrt(0, 1, 2, 3))
GRADIENT(triangleArea, at({{0, 0, 2, 0.3, 1, 3}, {0, 0, 1, 3, 2, 0.3}}))
GRADIENT(heron, at({{3, 4, 5}}))
GRADIENT(dihedral, at({{1, 0.2, 0.1, 0.1, 1, 0.3, -0.4, 0.2, 1}}))
GRADIENT(distanceToSegment, at({{1, 2, 3, 0.5}, {-1, -1, 3, 0.5}, {9, 1, 3, 0.5}}))
GRADIENT(hsvToRgb, at({{20, 0.5, 0.8}, {80, 0.5, 0.8}, {150, 0.5, 0.8}}))
GRADIENT(bilinear, at({{0.3, 0.6, 1, 2, 3, 5}}))
GRADIENT(catmullRom, at({{0.3, 1, 2, 3, 5}}))
GRADIENT(gaussianBeam, at({{0.3, 1.5, 0.8}}))
