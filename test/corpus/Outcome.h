// Runs a function or a derivative at a point, and collects what it did.
#pragma once

#include "Derivatives.h"

namespace corpus {

struct Outcome {
  Returned returned;
  Numbers contents; ///< The numbers behind pointers and references.
  Numbers reals;    ///< The real ones among them.
  Numbers gradient; ///< By active parameter.
  Numbers tangents; ///< Of what lies behind active pointers and references.

  /// As the Jacobian has them.
  std::vector<double> outputs() const {
    std::vector<double> all(1);
    for (Number real : returned.reals)
      all[0] += static_cast<double>(real);
    all.insert(all.end(), reals.begin(), reals.end());
    return all;
  }
};

/// Where the active numbers are among the inputs and outputs of the Jacobian.
struct Layout {
  std::vector<std::size_t> inputs, outputs;
};
inline Layout layoutOf(const Functions &functions, const Point &point) {
  Boxes boxes = functions.makeArguments();
  fill(boxes, point, flat(point));
  std::vector<std::size_t> firstInput, firstOutput, counts;
  std::size_t input = 0, output = 1; // 0 is what is returned
  for (const auto &box : boxes) {
    Numbers reals;
    box->append(reals, true);
    firstInput.push_back(input);
    firstOutput.push_back(output);
    counts.push_back(reals.size());
    input += reals.size();
    output += box->isBuffer ? reals.size() : 0;
  }
  Layout layout;
  for (std::size_t i : functions.active)
    for (std::size_t k = 0; k < counts[i]; ++k) {
      layout.inputs.push_back(firstInput[i] + k);
      if (boxes[i]->isBuffer)
        layout.outputs.push_back(firstOutput[i] + k);
    }
  return layout;
}

inline Outcome runPrimal(const Functions &functions, const Point &point) {
  Boxes arguments = functions.makeArguments();
  fill(arguments, point, flat(point));
  Outcome outcome;
  outcome.returned = functions.primal(arguments);
  outcome.contents = contentsOf(arguments, false);
  outcome.reals = contentsOf(arguments, true);
  return outcome;
}

/// Shadows of the active parameters; the buffers, or all, hold these real numbers.
inline Boxes shadowsOf(const Functions &functions, const Point &point, const std::vector<double> &numbers,
                       bool buffersOnly) {
  Boxes shadows = functions.makeShadows();
  const Numbers wide(numbers.begin(), numbers.end());
  const Number *next = wide.data();
  for (std::size_t i : functions.active) {
    shadows[i]->allocate(point.arguments[i]);
    if (shadows[i]->isBuffer || !buffersOnly)
      shadows[i]->take(next, true);
  }
  return shadows;
}

/// \param derivative grad or valueAndGrad.
template <class Derivative>
Outcome runReverse(const Functions &functions, const Derivative &derivative, const Point &point,
                   const std::vector<double> &seeds) {
  Boxes arguments = functions.makeArguments(), shadows = shadowsOf(functions, point, seeds, true);
  fill(arguments, point, flat(point));
  Outcome outcome;
  outcome.returned = derivative(arguments, shadows);
  outcome.contents = contentsOf(arguments, false);
  auto returned = outcome.returned.derivative.begin();
  for (std::size_t i : functions.active) {
    Numbers reals;
    shadows[i]->append(reals, true);
    if (!shadows[i]->isBuffer)
      for (Number &real : reals)
        real = returned == outcome.returned.derivative.end() ? NAN : *returned++;
    outcome.gradient.insert(outcome.gradient.end(), reals.begin(), reals.end());
  }
  return outcome;
}

inline Outcome runForward(const Functions &functions, const Point &point,
                          const std::vector<double> &direction) {
  Boxes arguments = functions.makeArguments(), shadows = shadowsOf(functions, point, direction, false);
  fill(arguments, point, flat(point));
  Outcome outcome;
  outcome.returned = functions.jvp(arguments, shadows);
  outcome.contents = contentsOf(arguments, false);
  for (std::size_t i : functions.active)
    if (shadows[i]->isBuffer)
      shadows[i]->append(outcome.tangents, true);
  return outcome;
}

} // namespace corpus
