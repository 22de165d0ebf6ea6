// The bundle adjustment of ADBench: all errors, and for each observation its block of the Jacobian.

#include "BaByHand.h"

#ifndef __ADGEN__
#include "Ba.grad.h"
#endif

#include "../Harness.h"

#include "adgen/lanes.h"

#include <memory>

using namespace measured;

namespace {

struct Scene {
  int cameras, points, observations;
  Numbers camera = {-0.8, -1.1, -0.8, 0.6, 0.7, -4, 420, 5.9, -8.5, 0.09, 0.003}, point = {0.2, 0.1, 3},
          weight = {0.4}, feature = {270, 830};

  /// As in ADBench, all cameras are one, and so is everything else.
  Scene(const Options &options, const std::string &name, int cameraCount, int pointCount,
        int observationCount)
      : cameras(cameraCount), points(pointCount), observations(observationCount) {
    std::ifstream file = options.file(name + ".txt");
    if (file.is_open()) {
      file >> cameras >> points >> observations;
      for (Numbers *to : {&camera, &point, &weight, &feature})
        read(file, *to);
    }
    repeat(camera, cameras);
    repeat(point, points);
    repeat(weight, observations);
    repeat(feature, observations);
  }

  static void repeat(Numbers &what, int times) {
    const Numbers once = what;
    for (int i = 1; i < times; ++i)
      what.insert(what.end(), once.begin(), once.end());
  }

  Real *cameraOf(int observation) { return &camera[observation % cameras * ba::CameraSize]; }
  Real *pointOf(int observation) { return &point[observation % points * 3]; }
};

void errors(Scene &at, Real *out) {
  Real *weightErrors = out + 2 * at.observations;
  for (int i = 0; i < at.observations; ++i) {
    ba::reprojectionError(at.cameraOf(i), at.pointOf(i), &at.weight[i], &at.feature[2 * i], out + 2 * i);
    weightErrors[i] = ba::weightError(at.weight[i]);
  }
}

/// One reverse sweep for each observation, with both rows in its lanes.
void inLanes(Scene &at, Real *out) {
  using Rows = adgen::Lanes<Real, 2>;
  for (int i = 0; i < at.observations; ++i) {
    Real error[2];
    Rows seeds[2] = {Rows::unit(0), Rows::unit(1)}, columns[ba::RowSize] = {};
    ba::reprojectionError_rows(at.cameraOf(i), at.pointOf(i), &at.weight[i], &at.feature[2 * i], error,
                               columns, columns + ba::CameraSize, columns + ba::RowSize - 1, seeds);
    for (int r = 0; r < 2; ++r)
      for (int c = 0; c < ba::RowSize; ++c)
        out[(2 * i + r) * ba::RowSize + c] = columns[c][r];
  }
  Real *d_weights = out + 2 * at.observations * ba::RowSize;
  for (int i = 0; i < at.observations; ++i)
    d_weights[i] = ba::weightError_grad(at.weight[i]);
}

/// Two reverse sweeps for each observation.
void generated(Scene &at, Real *out) {
  for (int i = 0; i < at.observations; ++i)
    for (int r = 0; r < 2; ++r) {
      Real error[2], seed[2] = {r == 0 ? Real(1) : 0, r == 1 ? Real(1) : 0};
      Real *row = out + (2 * i + r) * ba::RowSize;
      std::fill(row, row + ba::RowSize, Real(0));
      ba::reprojectionError_vjp(at.cameraOf(i), at.pointOf(i), &at.weight[i], &at.feature[2 * i], error, row,
                                row + ba::CameraSize, row + ba::RowSize - 1, seed);
    }
  Real *d_weights = out + 2 * at.observations * ba::RowSize;
  for (int i = 0; i < at.observations; ++i)
    d_weights[i] = ba::weightError_grad(at.weight[i]);
}

void byHand(Scene &at, Real *out) {
  for (int i = 0; i < at.observations; ++i)
    ba::reprojectionJacobianByHand(at.cameraOf(i), at.pointOf(i), at.weight[i], &at.feature[2 * i],
                                   out + 2 * i * ba::RowSize);
  Real *d_weights = out + 2 * at.observations * ba::RowSize;
  for (int i = 0; i < at.observations; ++i)
    d_weights[i] = ba::weightErrorByHand(at.weight[i]);
}

Problem problem(const Options &options, const std::string &name, int cameras, int points, int observations) {
  auto at = std::make_shared<Scene>(options, name, cameras, points, observations);
  const auto count = static_cast<size_t>(at->observations);
  return {name,
          3 * count,
          [=](Real *out) { errors(*at, out); },
          (2 * ba::RowSize + 1) * count,
          [=](size_t i) -> Entry {
            if (i >= 2 * ba::RowSize * count)
              return {&at->weight[i - 2 * ba::RowSize * count], i - 2 * ba::RowSize * count + 2 * count};
            const size_t output = i / ba::RowSize, column = i % ba::RowSize;
            const int observation = static_cast<int>(output / 2);
            if (column < ba::CameraSize)
              return {at->cameraOf(observation) + column, output};
            if (column < ba::RowSize - 1)
              return {at->pointOf(observation) + column - ba::CameraSize, output};
            return {&at->weight[observation], output};
          },
          {{"adgen", [=](Real *out) { inLanes(*at, out); }},
           {"row by row", [=](Real *out) { generated(*at, out); }},
           {"by hand", [=](Real *out) { byHand(*at, out); }}}};
}

std::vector<Problem> problems(const Options &options) {
  if (options.check)
    return {problem(options, "ba", 2, 3, 5)};
  return {problem(options, "ba1_n49_m7776_p31843", 49, 7776, 31843)};
}

} // namespace

int main(int argc, char **argv) { return run(argc, argv, problems); }
