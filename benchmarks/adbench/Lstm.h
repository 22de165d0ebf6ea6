// ADBench's LSTM: the loss of a stack of layers that predict the next character of a text.
//
// The layers are diagonal: each unit has one weight and one bias for each of its four gates (forget, input,
// output, change), and sees one number of the layer below. A layer's parameters are 4 b weights, then 4 b
// biases; its state b outputs, then b cells. The outer parameters are weights in front of the first layer,
// weights behind the last one and biases there.
#pragma once

#include "../Real.h"

#include <cmath>

namespace measured::lstm {

inline Real sigmoid(Real x) { return 1 / (1 + std::exp(-x)); }

/// A step of one layer.
inline void step(int b, const Real *weight, const Real *bias, const Real *input, Real *hidden, Real *cell) {
  for (int i = 0; i < b; ++i) {
    const Real forget = sigmoid(input[i] * weight[i] + bias[i]);
    const Real in = sigmoid(hidden[i] * weight[b + i] + bias[b + i]);
    const Real out = sigmoid(input[i] * weight[2 * b + i] + bias[2 * b + i]);
    const Real change = std::tanh(hidden[i] * weight[3 * b + i] + bias[3 * b + i]);
    cell[i] = cell[i] * forget + in * change;
    hidden[i] = out * std::tanh(cell[i]);
  }
}

#pragma grad wrt(layers, outer)
inline Real loss(int l, int c, int b, const Real *layers, const Real *outer, const Real *state,
                 const Real *sequence) {
  Real *now = new Real[2 * l * b], *prediction = new Real[b];
  for (int i = 0; i < 2 * l * b; ++i)
    now[i] = state[i];

  Real total = 0;
  for (int t = 0; t + 1 < c; ++t) {
    for (int i = 0; i < b; ++i)
      prediction[i] = sequence[t * b + i] * outer[i];
    const Real *input = prediction;
    for (int layer = 0; layer < l; ++layer) {
      const Real *weight = layers + 8 * layer * b;
      Real *hidden = now + 2 * layer * b;
      step(b, weight, weight + 4 * b, input, hidden, hidden + b);
      input = hidden;
    }
    Real sum = 2;
    for (int i = 0; i < b; ++i) {
      prediction[i] = input[i] * outer[b + i] + outer[2 * b + i];
      sum += std::exp(prediction[i]);
    }
    const Real logSum = std::log(sum);
    const Real *next = sequence + (t + 1) * b;
    for (int i = 0; i < b; ++i)
      total += next[i] * (prediction[i] - logSum);
  }
  delete[] now;
  delete[] prediction;
  return -total / ((c - 1) * b);
}

} // namespace measured::lstm
