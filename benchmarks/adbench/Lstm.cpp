// The stacked LSTM of ADBench.

#include "LstmByHand.h"

#ifndef __ADGEN__
#include "Lstm.grad.h"
#endif

#include "../Harness.h"

#include <memory>

using namespace measured;

namespace {

struct Text {
  int l, c, b = 14;
  Numbers layers, outer, state, sequence;

  Text(const Options &options, const std::string &name, int layerCount, int characters)
      : l(layerCount), c(characters) {
    std::ifstream file = options.file(name + ".txt");
    if (file.is_open())
      file >> l >> c >> b;
    layers = numbers(8 * l * b, 0, 1);
    outer = numbers(3 * b, 0, 1, 0.1);
    state = numbers(2 * l * b, 0, 1, 0.2);
    sequence = numbers(c * b, 0, 1, 0.7);
    for (Real &bit : sequence)
      bit = std::round(bit);
    if (file.is_open())
      for (Numbers *to : {&layers, &outer, &state, &sequence})
        read(file, *to);
  }
};

template <class Gradient> std::function<void(Real *)> with(std::shared_ptr<Text> at, Gradient gradient) {
  return [=](Real *out) {
    gradient(at->l, at->c, at->b, at->layers.data(), at->outer.data(), at->state.data(), at->sequence.data(),
             out, out + at->layers.size());
  };
}

Problem problem(const Options &options, const std::string &name, int l, int c) {
  auto at = std::make_shared<Text>(options, name, l, c);
  const Inputs inputs{&at->layers, &at->outer};
  return {name,
          1,
          [=](Real *out) {
            *out = lstm::loss(at->l, at->c, at->b, at->layers.data(), at->outer.data(), at->state.data(),
                              at->sequence.data());
          },
          inputs.size(),
          inputs,
          {{"adgen", with(at, [](auto... a) { lstm::loss_grad(a...); })},
           {"by hand", with(at, lstm::lossByHand)},
           {"fused", with(at, lstm::lossFused)}}};
}

std::vector<Problem> problems(const Options &options) {
  if (options.check)
    return {problem(options, "lstm", 3, 20)};
  return {problem(options, "lstm_l2_c1024", 2, 1024), problem(options, "lstm_l4_c1024", 4, 1024)};
}

} // namespace

int main(int argc, char **argv) { return run(argc, argv, problems); }
