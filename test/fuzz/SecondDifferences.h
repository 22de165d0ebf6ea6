// The reference role of SecondCheck.h: differences of second order in __float128.
#pragma once

namespace second {

using corpus::Jacobian, corpus::Number, corpus::Numbers, corpus::Point, corpus::Reference;

/// The derivatives, by each real number of the arguments, of the outputs' derivative in a direction. They are
/// sure where two steps agree, and all four quadrants around the point: at a kink, differences from both
/// sides of it agree with each other and with nothing else.
inline Jacobian differences(const Reference &reference, const Point &point, const double *direction) {
  const Numbers at = corpus::flat(point);
  const std::vector<std::size_t> inputs = corpus::realInputs(reference, point);
  auto outputsAt = [&](std::size_t index, Number by, Number along) {
    Numbers moved = at;
    for (std::size_t i = 0; i < inputs.size(); ++i)
      moved[inputs[i]] += along * direction[i];
    moved[inputs[index]] += by;
    return corpus::outputsOf(reference, point, moved);
  };
  Jacobian jacobian;
  if (inputs.empty())
    return jacobian;
  kinks() = 0;
  const Numbers middle = outputsAt(0, 0, 0);
  const int kinksHere = std::exchange(kinks(), 0);
  jacobian.outputs = middle.size();
  Number largest = 1e-3, apart = 0, quadrants = 0;
  const Number steps[] = {2e-7, 1e-7};
  Numbers up[2], down[2];
  outputsAt(0, steps[0], steps[1]);
  const bool atKink = kinksHere > kinks(); // of zeros that move
  for (int size : {0, 1}) {
    up[size] = outputsAt(0, 0, steps[size]);
    down[size] = outputsAt(0, 0, -steps[size]);
  }
  for (std::size_t index = 0; index < inputs.size(); ++index) {
    Numbers slopes[2];
    for (int size : {0, 1}) {
      const Number step = steps[size], area = step * step;
      const Numbers right = outputsAt(index, step, 0), left = outputsAt(index, -step, 0);
      const Numbers corners[] = {outputsAt(index, step, step), outputsAt(index, step, -step),
                                 outputsAt(index, -step, step), outputsAt(index, -step, -step)};
      for (std::size_t i = 0; i < middle.size(); ++i) {
        const Number parts[] = {(corners[0][i] - right[i] - up[size][i] + middle[i]) / area,
                                (right[i] + down[size][i] - corners[1][i] - middle[i]) / area,
                                (left[i] + up[size][i] - corners[2][i] - middle[i]) / area,
                                (corners[3][i] - left[i] - down[size][i] + middle[i]) / area};
        const Number mean = (parts[0] + parts[1] + parts[2] + parts[3]) / 4;
        for (Number part : parts)
          quadrants = fmaxq(quadrants, isnanq(part) ? INFINITY : fabsq(part - mean));
        slopes[size].push_back(mean);
      }
    }
    for (std::size_t i = 0; i < middle.size(); ++i) {
      largest = fmaxq(largest, fabsq(slopes[1][i]));
      apart = fmaxq(apart, fabsq(slopes[1][i] - slopes[0][i]));
      jacobian.entries.push_back(static_cast<double>((4 * slopes[1][i] - slopes[0][i]) / 3)); // Richardson
    }
  }
  // Where it is smooth, the quadrants differ by a step times a third derivative.
  const bool isSmooth = !atKink && quadrants < 1e-4 * fmaxq(largest, 1);
  jacobian.doubt = isSmooth ? static_cast<double>(apart / largest) : INFINITY;
  return jacobian;
}

} // namespace second

/// Called from the other role.
__attribute__((visibility("default"))) void secondReference(const char *name, const void *point,
                                                            const double *direction, void *jacobian) {
  for (const corpus::Reference &reference : corpus::references())
    if (std::strcmp(reference.name, name) == 0) {
      *static_cast<corpus::Jacobian *>(jacobian) =
          second::differences(reference, *static_cast<const corpus::Point *>(point), direction);
      return;
    }
  std::abort();
}
