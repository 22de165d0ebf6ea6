// ADBench's hand tracking: where the vertices of a hand are, given its pose, less where they were seen.
//
// The pose is 26 angles and lengths: the rotation of the wrist (axis times angle), its place, and for each of
// five fingers the bend and the spread of its first joint and the bends of the next two. Matrices are 3 x 4
// by rows: a linear map and a translation.
#pragma once

#include "../Real.h"

#include <cmath>

namespace measured::hand {

/// The wrist, and five fingers of four bones each, then the palm's own.
constexpr int Bones = 22, Fingers = 5, PoseSize = 26, MatrixSize = 12;

struct Model {
  const int *parents;       ///< Of each bone; -1 at the root. A parent comes in front of its children.
  const Real *relatives;    ///< Of each bone, to its parent, at rest.
  const Real *inverses;     ///< Of each bone, from the model to the bone, at rest.
  const Real *positions;    ///< Three of each vertex, at rest.
  const Real *weights;      ///< Of each vertex, Bones.
  const int *seen;          ///< The vertices that were seen,
  const Real *observations; ///< and where.
  int seenCount;
};

/// to = x y. Neither is to.
inline void multiply(const Real *x, const Real *y, Real *to) {
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 4; ++j)
      to[4 * i + j] = x[4 * i] * y[j] + x[4 * i + 1] * y[4 + j] + x[4 * i + 2] * y[8 + j];
    to[4 * i + 3] += x[4 * i + 3];
  }
}

/// to = x applied to a point.
inline void apply(const Real *x, const Real *point, Real *to) {
  for (int i = 0; i < 3; ++i)
    to[i] = x[4 * i] * point[0] + x[4 * i + 1] * point[1] + x[4 * i + 2] * point[2] + x[4 * i + 3];
}

/// A turn by bend about x, then by spread about z.
inline void jointRotation(Real bend, Real spread, Real *to) {
  const Real cx = std::cos(bend), sx = std::sin(bend), cz = std::cos(spread), sz = std::sin(spread);
  to[0] = cz, to[1] = -sz * cx, to[2] = sz * sx, to[3] = 0;
  to[4] = sz, to[5] = cz * cx, to[6] = -cz * sx, to[7] = 0;
  to[8] = 0, to[9] = sx, to[10] = cx, to[11] = 0;
}

/// The rotation about an axis by its length, and a translation.
inline void wristTransform(const Real *rotation, const Real *translation, Real *to) {
  const Real angle =
      std::sqrt(rotation[0] * rotation[0] + rotation[1] * rotation[1] + rotation[2] * rotation[2]);
  const Real x = rotation[0] / angle, y = rotation[1] / angle, z = rotation[2] / angle;
  const Real sine = std::sin(angle), cosine = std::cos(angle), rest = 1 - cosine;
  to[0] = cosine + x * x * rest, to[1] = x * y * rest - z * sine, to[2] = x * z * rest + y * sine;
  to[4] = y * x * rest + z * sine, to[5] = cosine + y * y * rest, to[6] = y * z * rest - x * sine;
  to[8] = z * x * rest - y * sine, to[9] = z * y * rest + x * sine, to[10] = cosine + z * z * rest;
  for (int i = 0; i < 3; ++i)
    to[4 * i + 3] = translation[i];
}

/// For each bone, the matrix that takes a vertex at rest where the bone takes it.
inline void boneTransforms(const Real *pose, const Model &model, Real *transforms) {
  Real absolutes[Bones * MatrixSize];
  for (int bone = 0; bone < Bones; ++bone) {
    Real *absolute = absolutes + bone * MatrixSize;
    const Real *relative = model.relatives + bone * MatrixSize;
    Real posed[MatrixSize];
    // Bone 0 is the wrist, and the first of each finger does not bend.
    const int finger = (bone - 1) / 4, joint = (bone - 1) % 4;
    if (bone > 0 && finger < Fingers && joint > 0) {
      const Real *angles = pose + 6 + finger * 4;
      Real rotation[MatrixSize];
      jointRotation(joint == 1 ? angles[0] : angles[joint], joint == 1 ? angles[1] : 0, rotation);
      multiply(relative, rotation, posed);
    } else
      for (int i = 0; i < MatrixSize; ++i)
        posed[i] = relative[i];
    if (model.parents[bone] < 0)
      for (int i = 0; i < MatrixSize; ++i)
        absolute[i] = posed[i];
    else
      multiply(absolutes + model.parents[bone] * MatrixSize, posed, absolute);
    multiply(absolute, model.inverses + bone * MatrixSize, transforms + bone * MatrixSize);
  }
}

/// Three errors for each vertex that was seen.
#pragma grad mode(jvp) wrt(pose, errors)
#pragma grad mode(jvp) wrt(pose, errors) lanes(16) name(trackingErrors_columns)
inline void trackingErrors(const Real *pose, const Model &model, Real *errors) {
  Real wrist[MatrixSize], transforms[Bones * MatrixSize];
  wristTransform(pose, pose + 3, wrist);
  boneTransforms(pose, model, transforms);
  for (int i = 0; i < model.seenCount; ++i) {
    const int vertex = model.seen[i];
    Real skinned[3] = {0, 0, 0}, moved[3];
    for (int bone = 0; bone < Bones; ++bone) {
      apply(transforms + bone * MatrixSize, model.positions + 3 * vertex, moved);
      for (int j = 0; j < 3; ++j)
        skinned[j] += model.weights[vertex * Bones + bone] * moved[j];
    }
    apply(wrist, skinned, moved);
    for (int j = 0; j < 3; ++j)
      errors[3 * i + j] = model.observations[3 * i + j] - moved[j];
  }
}

} // namespace measured::hand
