// The hand tracking of ADBench (simple: no unknown but the pose), with a hand from a seed.

#include "HandByHand.h"

#ifndef __ADGEN__
#include "Hand.grad.h"
#endif

#include "../Harness.h"

#include "adgen/lanes.h"

#include <memory>

using namespace measured;

namespace {

/// Its hand is at no file of --data.
struct Hand {
  std::vector<int> parents = {-1}, seen;
  Numbers pose, relatives, inverses, positions, weights, observations;
  hand::Model model;

  Hand(int vertices, int seenCount)
      : pose(numbers(hand::PoseSize, Real(0.1), Real(0.6))), relatives(matrices(0.2)),
        inverses(matrices(0.7)), positions(numbers(3 * vertices, -1, 1)),
        weights(numbers(vertices * hand::Bones, 0, 0.1, 0.6)),
        observations(numbers(3 * seenCount, -1, 1, 0.9)) {
    for (int bone = 1; bone < hand::Bones; ++bone)
      parents.push_back(bone % 4 == 1 ? 0 : bone - 1);
    for (int i = 0; i < seenCount; ++i)
      seen.push_back(i * 7 % vertices);
    model = {parents.data(), relatives.data(), inverses.data(),     positions.data(),
             weights.data(), seen.data(),      observations.data(), seenCount};
  }

  static Numbers matrices(double turn) {
    Numbers result = numbers(hand::Bones * hand::MatrixSize, Real(-0.4), Real(0.4), turn);
    for (int i = 0; i < hand::Bones * 3; ++i)
      result[4 * i + i % 3] += 1;
    return result;
  }
};

/// Two forward sweeps, each with 16 entries of the pose in its lanes: whole registers, and the tangents of
/// all bones together fit the first-level cache.
void inLanes(const Hand &at, Real *jacobian) {
  constexpr int Width = 16;
  using Columns = adgen::Lanes<Real, Width>;
  const int rows = 3 * at.model.seenCount;
  Numbers errors(rows);
  const std::unique_ptr<Columns[]> tangents(new Columns[rows]);
  for (int first = 0; first < hand::PoseSize; first += Width) {
    const int count = std::min(Width, hand::PoseSize - first);
    Columns directions[hand::PoseSize] = {};
    for (int lane = 0; lane < count; ++lane)
      directions[first + lane] = Columns::unit(lane);
    hand::trackingErrors_columns(at.pose.data(), at.model, errors.data(), directions, tangents.get());
    for (int row = 0; row < rows; ++row)
      std::copy(tangents[row].lane, tangents[row].lane + count, jacobian + row * hand::PoseSize + first);
  }
}

/// A forward sweep for each entry of the pose.
void generated(const Hand &at, Real *jacobian) {
  Real direction[hand::PoseSize] = {};
  const int rows = 3 * at.model.seenCount;
  Numbers errors(rows);
  Numbers tangent(rows);
  for (int column = 0; column < hand::PoseSize; ++column) {
    direction[column] = 1;
    hand::trackingErrors_jvp(at.pose.data(), at.model, errors.data(), direction, tangent.data());
    direction[column] = 0;
    for (int row = 0; row < rows; ++row)
      jacobian[row * hand::PoseSize + column] = tangent[row];
  }
}

Problem problem(const std::string &name, int vertices, int seenCount) {
  auto at = std::make_shared<Hand>(vertices, seenCount);
  const size_t rows = 3 * static_cast<size_t>(seenCount);
  return {name,
          rows,
          [=](Real *out) { hand::trackingErrors(at->pose.data(), at->model, out); },
          rows * hand::PoseSize,
          [=](size_t i) -> Entry { return {&at->pose[i % hand::PoseSize], i / hand::PoseSize}; },
          {{"adgen", [=](Real *out) { inLanes(*at, out); }},
           {"column by column", [=](Real *out) { generated(*at, out); }},
           {"by hand", [=](Real *out) { hand::trackingJacobianByHand(at->pose.data(), at->model, out); }}}};
}

std::vector<Problem> problems(const Options &options) {
  if (options.check)
    return {problem("hand", 10, 8)};
  return {problem("hand_t26_c100", 544, 100)};
}

} // namespace

int main(int argc, char **argv) { return run(argc, argv, problems); }
