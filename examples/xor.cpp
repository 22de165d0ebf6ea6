// Training a network with a hidden layer: it learns the exclusive or of two bits by gradient descent
// on a generated gradient.
//
//     clang++-19 -std=c++17 -O2 $(adgen --cxxflags) xor.cpp -o xor $(adgen --ldflags) && ./xor
#include <adgen/adgen.h>
#include <cstdio>

using adgen::Tensor;

struct Network : adgen::Cell {
  adgen::Linear hidden{2, 8, /*seed=*/1}; // inputs, outputs
  adgen::Linear output{8, 1, /*seed=*/2};

  using Cell::construct;
  Tensor construct(const Tensor &x) const override { return output(tanh(hidden(x))); }
};

#pragma grad wrt() weights(network)
Tensor loss(const Network &network, const Tensor &x, const Tensor &y) {
  return binary_cross_entropy_with_logits(network(x), y);
}

#if __has_include("xor.grad.h")
#include "xor.grad.h"
#endif

int main() {
  Network network;
  const Tensor x{{0, 0}, {0, 1}, {1, 0}, {1, 1}};
  const Tensor y{{0}, {1}, {1}, {0}};

  const auto step = adgen::value_and_grad<loss>(adgen::weights(network));
  const auto params = network.trainable_params();
  for (int epoch = 0; epoch <= 500; ++epoch) {
    const auto [value, gradients] = step(network, x, y);
    if (epoch % 100 == 0)
      std::printf("epoch %3d: loss %.4f\n", epoch, static_cast<double>(value.item()));
    for (std::size_t i = 0; i < params.size(); ++i)
      *params[i] = *params[i] - 1.0f * gradients[i];
  }
  const Tensor probability = sigmoid(network(x));
  for (int row = 0; row < 4; ++row)
    std::printf("%.0f xor %.0f = %.2f\n", static_cast<double>(x(row, 0)), static_cast<double>(x(row, 1)),
                static_cast<double>(probability(row, 0)));
}
