// The Jacobian of Hand.h by hand: an angle moves only the bones behind it.
#pragma once

#include "Hand.h"

#include <algorithm>
#include <vector>

namespace measured::hand {

/// The derivative of jointRotation by its bend or its spread.
inline void jointRotationByHand(Real bend, Real spread, bool bySpread, Real *to) {
  const Real cx = std::cos(bend), sx = std::sin(bend), cz = std::cos(spread), sz = std::sin(spread);
  std::fill(to, to + MatrixSize, Real(0));
  if (bySpread) {
    to[0] = -sz, to[1] = -cz * cx, to[2] = cz * sx;
    to[4] = cz, to[5] = -sz * cx, to[6] = sz * sx;
  } else {
    to[1] = sz * sx, to[2] = sz * cx;
    to[5] = -cz * sx, to[6] = -cz * cx;
    to[9] = cx, to[10] = -sx;
  }
}

/// The derivative of wristTransform by a component of the rotation; 3 x 3.
inline void wristRotationByHand(const Real *rotation, int by, Real to[3][3]) {
  const Real angle =
      std::sqrt(rotation[0] * rotation[0] + rotation[1] * rotation[1] + rotation[2] * rotation[2]);
  const Real sine = std::sin(angle), cosine = std::cos(angle), d_angle = rotation[by] / angle;
  Real axis[3], d_axis[3];
  for (int i = 0; i < 3; ++i)
    axis[i] = rotation[i] / angle;
  for (int i = 0; i < 3; ++i)
    d_axis[i] = ((i == by) - axis[i] * axis[by]) / angle;
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j)
      to[i][j] = d_angle * sine * (axis[i] * axis[j] - (i == j)) +
                 (1 - cosine) * (d_axis[i] * axis[j] + axis[i] * d_axis[j]);
  // The cross product with the axis times the sine.
  for (int i = 0; i < 3; ++i) {
    const int j = (i + 1) % 3, k = (i + 2) % 3;
    const Real d_cross = d_angle * cosine * axis[k] + sine * d_axis[k];
    to[i][j] -= d_cross;
    to[j][i] += d_cross;
  }
}

/// One angle: the bones that it moves, and the derivatives of their transforms.
struct Bend {
  int count = 0, bones[Bones];
  Real d_transforms[Bones * MatrixSize];
};

inline Bend bendByHand(const Model &model, const Real *absolutes, const Real *posed, int bone,
                       const Real *d_rotation) {
  Bend bend;
  Real d_absolutes[Bones * MatrixSize], d_posed[MatrixSize];
  bool isMoved[Bones] = {};
  for (int moved = bone; moved < Bones; ++moved) {
    const int parent = model.parents[moved];
    Real *d_absolute = d_absolutes + moved * MatrixSize;
    if (moved == bone) {
      multiply(model.relatives + bone * MatrixSize, d_rotation, d_posed);
      for (int i = 0; i < 3; ++i)
        d_posed[4 * i + 3] = 0; // the translation of the relative matrix stays
      multiply(absolutes + parent * MatrixSize, d_posed, d_absolute);
      for (int i = 0; i < 3; ++i)
        d_absolute[4 * i + 3] = 0;
    } else if (parent >= 0 && isMoved[parent])
      multiply(d_absolutes + parent * MatrixSize, posed + moved * MatrixSize, d_absolute);
    else
      continue;
    isMoved[moved] = true;
    multiply(d_absolute, model.inverses + moved * MatrixSize, bend.d_transforms + bend.count * MatrixSize);
    bend.bones[bend.count++] = moved;
  }
  return bend;
}

/// \param jacobian a row of PoseSize numbers for each of 3 * seenCount errors.
inline void trackingJacobianByHand(const Real *pose, const Model &model, Real *jacobian) {
  Real wrist[MatrixSize], d_wrist[3][3][3];
  wristTransform(pose, pose + 3, wrist);
  for (int by = 0; by < 3; ++by)
    wristRotationByHand(pose, by, d_wrist[by]);

  Real absolutes[Bones * MatrixSize], posed[Bones * MatrixSize], transforms[Bones * MatrixSize];
  Bend bends[PoseSize - 6];
  for (int bone = 0; bone < Bones; ++bone) {
    const int finger = (bone - 1) / 4, joint = (bone - 1) % 4, parent = model.parents[bone];
    const Real *relative = model.relatives + bone * MatrixSize;
    Real *ownPosed = posed + bone * MatrixSize, *absolute = absolutes + bone * MatrixSize;
    const bool isBent = bone > 0 && finger < Fingers && joint > 0;
    const Real *angles = pose + 6 + finger * 4;
    Real rotation[MatrixSize];
    if (isBent) {
      jointRotation(angles[joint == 1 ? 0 : joint], joint == 1 ? angles[1] : 0, rotation);
      multiply(relative, rotation, ownPosed);
    } else
      std::copy(relative, relative + MatrixSize, ownPosed);
    if (parent < 0)
      std::copy(ownPosed, ownPosed + MatrixSize, absolute);
    else
      multiply(absolutes + parent * MatrixSize, ownPosed, absolute);
    multiply(absolute, model.inverses + bone * MatrixSize, transforms + bone * MatrixSize);
  }
  for (int angle = 0; angle < PoseSize - 6; ++angle) {
    const int finger = angle / 4, which = angle % 4, joint = std::max(which, 1);
    const Real *angles = pose + 6 + finger * 4;
    Real d_rotation[MatrixSize];
    jointRotationByHand(angles[which == 1 ? 0 : which], joint == 1 ? angles[1] : 0, which == 1, d_rotation);
    bends[angle] = bendByHand(model, absolutes, posed, 1 + finger * 4 + joint, d_rotation);
  }

  for (int i = 0; i < model.seenCount; ++i) {
    const Real *position = model.positions + 3 * model.seen[i],
               *weights = model.weights + Bones * model.seen[i];
    Real skinned[3] = {0, 0, 0}, moved[3];
    for (int bone = 0; bone < Bones; ++bone) {
      apply(transforms + bone * MatrixSize, position, moved);
      for (int j = 0; j < 3; ++j)
        skinned[j] += weights[bone] * moved[j];
    }
    for (int by = 0; by < 3; ++by)
      for (int j = 0; j < 3; ++j) {
        const Real *row = d_wrist[by][j];
        jacobian[(3 * i + j) * PoseSize + by] =
            -(row[0] * skinned[0] + row[1] * skinned[1] + row[2] * skinned[2]);
        jacobian[(3 * i + j) * PoseSize + 3 + by] = by == j ? -1 : 0;
      }
    for (int angle = 0; angle < PoseSize - 6; ++angle) {
      Real d_skinned[3] = {0, 0, 0};
      for (int b = 0; b < bends[angle].count; ++b) {
        apply(bends[angle].d_transforms + b * MatrixSize, position, moved);
        for (int j = 0; j < 3; ++j)
          d_skinned[j] += weights[bends[angle].bones[b]] * moved[j];
      }
      for (int j = 0; j < 3; ++j)
        jacobian[(3 * i + j) * PoseSize + 6 + angle] = -(
            wrist[4 * j] * d_skinned[0] + wrist[4 * j + 1] * d_skinned[1] + wrist[4 * j + 2] * d_skinned[2]);
    }
  }
}

} // namespace measured::hand
