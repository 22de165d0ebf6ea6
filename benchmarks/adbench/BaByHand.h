// The Jacobian of Ba.h by hand.
#pragma once

#include "Ba.h"

namespace measured::ba {

/// A row of the Jacobian of an error: by the camera, the point and the weight.
constexpr int RowSize = CameraSize + 3 + 1;

/// The rotation at hand, shared by both rows.
struct Turn {
  bool isNone;
  Real angle, cosine, sine, axis[3];

  explicit Turn(const Real *rotation) {
    const Real squaredAngle = dot(rotation, rotation);
    isNone = squaredAngle == 0;
    angle = std::sqrt(squaredAngle), cosine = std::cos(angle), sine = std::sin(angle);
    for (int i = 0; i < 3; ++i)
      axis[i] = isNone ? rotation[i] : rotation[i] / angle;
  }

  void apply(const Real *x, Real sine, Real *to) const {
    Real perpendicular[3];
    cross(axis, x, perpendicular);
    const Real along = dot(axis, x) * (1 - cosine);
    for (int i = 0; i < 3; ++i)
      to[i] = x[i] * cosine + perpendicular[i] * sine + axis[i] * along;
  }
  void apply(const Real *x, Real *to) const { apply(x, isNone ? 1 : sine, to); }
  void applyTransposed(const Real *x, Real *to) const { apply(x, isNone ? -1 : -sine, to); }

  /// The gradient of g · apply(x) by the rotation.
  void gradient(const Real *x, const Real *g, Real *to) const {
    Real xCrossG[3], axisCrossX[3], d_axis[3];
    cross(x, g, xCrossG);
    if (isNone) {
      for (int i = 0; i < 3; ++i)
        to[i] = xCrossG[i];
      return;
    }
    cross(axis, x, axisCrossX);
    const Real alongX = dot(axis, x), alongG = dot(axis, g);
    for (int i = 0; i < 3; ++i)
      d_axis[i] = sine * xCrossG[i] + (1 - cosine) * (alongX * g[i] + alongG * x[i]);
    const Real d_angle = cosine * dot(g, axisCrossX) + sine * (alongX * alongG - dot(g, x));
    const Real d_length = d_angle - dot(axis, d_axis) / angle;
    for (int i = 0; i < 3; ++i)
      to[i] = d_axis[i] / angle + axis[i] * d_length;
  }
};

/// \param jacobian two rows.
inline void reprojectionJacobianByHand(const Real *camera, const Real *point, Real weight,
                                       const Real *feature, Real *jacobian) {
  const Turn turn(camera + Rotation);
  Real relative[3], seen[3];
  for (int i = 0; i < 3; ++i)
    relative[i] = point[i] - camera[Centre + i];
  turn.apply(relative, seen);
  const Real inverse = 1 / seen[2], at[2] = {seen[0] * inverse, seen[1] * inverse};
  const Real squaredRadius = at[0] * at[0] + at[1] * at[1];
  const Real bend = camera[Radial] + camera[Radial + 1] * squaredRadius;
  const Real distortion = 1 + bend * squaredRadius, scale = weight * camera[Focus];
  const Real d_distortion = 2 * (bend + camera[Radial + 1] * squaredRadius);
  for (int i = 0; i < 2; ++i) {
    Real *row = jacobian + i * RowSize;
    Real d_at[2], d_seen[3];
    for (int j = 0; j < 2; ++j)
      d_at[j] = scale * (at[i] * d_distortion * at[j] + (i == j ? distortion : 0));
    d_seen[0] = d_at[0] * inverse;
    d_seen[1] = d_at[1] * inverse;
    d_seen[2] = -(d_at[0] * at[0] + d_at[1] * at[1]) * inverse;
    turn.gradient(relative, d_seen, row + Rotation);
    turn.applyTransposed(d_seen, row + CameraSize);
    for (int j = 0; j < 3; ++j)
      row[Centre + j] = -row[CameraSize + j];
    row[Focus] = weight * at[i] * distortion;
    row[Principal + i] = weight;
    row[Principal + 1 - i] = 0;
    row[Radial] = scale * at[i] * squaredRadius;
    row[Radial + 1] = row[Radial] * squaredRadius;
    row[RowSize - 1] = at[i] * distortion * camera[Focus] + camera[Principal + i] - feature[i];
  }
}

inline Real weightErrorByHand(Real weight) { return -2 * weight; }

} // namespace measured::ba
