// ADBench's bundle adjustment: how far the projection of a point is from where a camera saw it.
//
// A camera is 11 numbers: a rotation (axis times angle), its centre, the focal length, the principal point
// and two coefficients of radial distortion.
#pragma once

#include "../Real.h"

#include <cmath>

namespace measured::ba {

constexpr int Rotation = 0, Centre = 3, Focus = 6, Principal = 7, Radial = 9, CameraSize = 11;

inline Real dot(const Real *x, const Real *y) { return x[0] * y[0] + x[1] * y[1] + x[2] * y[2]; }

inline void cross(const Real *x, const Real *y, Real *to) {
  to[0] = x[1] * y[2] - x[2] * y[1];
  to[1] = x[2] * y[0] - x[0] * y[2];
  to[2] = x[0] * y[1] - x[1] * y[0];
}

/// Rodrigues' formula.
inline void rotate(const Real *rotation, const Real *point, Real *to) {
  const Real squaredAngle = dot(rotation, rotation);
  if (squaredAngle == 0) {
    cross(rotation, point, to);
    for (int i = 0; i < 3; ++i)
      to[i] += point[i];
    return;
  }
  const Real angle = std::sqrt(squaredAngle), cosine = std::cos(angle), sine = std::sin(angle);
  Real axis[3], perpendicular[3];
  for (int i = 0; i < 3; ++i)
    axis[i] = rotation[i] / angle;
  cross(axis, point, perpendicular);
  const Real along = dot(axis, point) * (1 - cosine);
  for (int i = 0; i < 3; ++i)
    to[i] = point[i] * cosine + perpendicular[i] * sine + axis[i] * along;
}

inline void project(const Real *camera, const Real *point, Real *to) {
  Real relative[3], seen[3];
  for (int i = 0; i < 3; ++i)
    relative[i] = point[i] - camera[Centre + i];
  rotate(camera + Rotation, relative, seen);
  const Real x = seen[0] / seen[2], y = seen[1] / seen[2];
  const Real squaredRadius = x * x + y * y;
  const Real distortion =
      1 + camera[Radial] * squaredRadius + camera[Radial + 1] * squaredRadius * squaredRadius;
  to[0] = x * distortion * camera[Focus] + camera[Principal];
  to[1] = y * distortion * camera[Focus] + camera[Principal + 1];
}

#pragma grad mode(vjp) wrt(camera, point, weight, error)
#pragma grad mode(vjp) wrt(camera, point, weight, error) lanes(2) name(reprojectionError_rows)
inline void reprojectionError(const Real *camera, const Real *point, const Real *weight, const Real *feature,
                              Real *error) {
  project(camera, point, error);
  for (int i = 0; i < 2; ++i)
    error[i] = *weight * (error[i] - feature[i]);
}

#pragma grad
inline Real weightError(Real weight) { return 1 - weight * weight; }

} // namespace measured::ba
