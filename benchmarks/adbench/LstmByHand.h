// The adjoint of Lstm.h by hand, in two ways.
#pragma once

#include "Lstm.h"

#include <memory>
#include <vector>

namespace measured::lstm {

/// What a step of one unit leaves to its adjoint.
struct Unit {
  Real input, hidden, cell, forget, in, out, change, tanhCell;
};

/// Adds to the unit's weights (at 0, b, 2 b, 3 b) and biases (4 b behind); turns the adjoints of its output
/// and cell into those of the step before. \returns the adjoint of its input.
inline Real unitByHand(int b, const Unit &u, const Real *weight, Real *d_weight, Real &d_hidden,
                       Real &d_cell) {
  const Real d_out = d_hidden * u.tanhCell * u.out * (1 - u.out);
  const Real d_newCell = d_cell + d_hidden * u.out * (1 - u.tanhCell * u.tanhCell);
  const Real d_forget = d_newCell * u.cell * u.forget * (1 - u.forget);
  const Real d_in = d_newCell * u.change * u.in * (1 - u.in);
  const Real d_change = d_newCell * u.in * (1 - u.change * u.change);
  d_weight[0] += d_forget * u.input;
  d_weight[b] += d_in * u.hidden;
  d_weight[2 * b] += d_out * u.input;
  d_weight[3 * b] += d_change * u.hidden;
  d_weight[4 * b] += d_forget;
  d_weight[5 * b] += d_in;
  d_weight[6 * b] += d_out;
  d_weight[7 * b] += d_change;
  d_cell = d_newCell * u.forget;
  d_hidden = d_in * weight[b] + d_change * weight[3 * b];
  return d_forget * weight[0] + d_out * weight[2 * b];
}

/// \param weight that of the forget gate; the other gates and the biases are at distances of b.
inline Unit unit(int b, const Real *weight, Real input, Real &hidden, Real &cell) {
  Unit u;
  u.input = input, u.hidden = hidden, u.cell = cell;
  u.forget = sigmoid(input * weight[0] + weight[4 * b]);
  u.in = sigmoid(hidden * weight[b] + weight[5 * b]);
  u.out = sigmoid(input * weight[2 * b] + weight[6 * b]);
  u.change = std::tanh(hidden * weight[3 * b] + weight[7 * b]);
  cell = cell * u.forget + u.in * u.change;
  u.tanhCell = std::tanh(cell);
  hidden = u.out * u.tanhCell;
  return u;
}

/// Stores everything, the predictions too, then sweeps back over all steps.
inline void lossByHand(int l, int c, int b, const Real *layers, const Real *outer, const Real *state,
                       const Real *sequence, Real *d_layers, Real *d_outer) {
  const std::unique_ptr<Unit[]> units(new Unit[static_cast<size_t>(c - 1) * l * b]);
  const std::unique_ptr<Real[]> predictions(new Real[static_cast<size_t>(c - 1) * b]), sums(new Real[c - 1]);
  std::vector<Real> now(state, state + 2 * l * b), input(b);
  for (int t = 0; t < c - 1; ++t) {
    for (int i = 0; i < b; ++i)
      input[i] = sequence[t * b + i] * outer[i];
    for (int layer = 0; layer < l; ++layer)
      for (int i = 0; i < b; ++i) {
        Real &hidden = now[2 * layer * b + i];
        units[(t * l + layer) * b + i] =
            unit(b, layers + 8 * layer * b + i, input[i], hidden, now[(2 * layer + 1) * b + i]);
        input[i] = hidden;
      }
    sums[t] = 2;
    for (int i = 0; i < b; ++i) {
      predictions[t * b + i] = input[i] * outer[b + i] + outer[2 * b + i];
      sums[t] += std::exp(predictions[t * b + i]);
    }
  }

  std::vector<Real> d_now(2 * l * b), d_input(b);
  const Real d_total = Real(-1) / ((c - 1) * b);
  for (int t = c - 2; t >= 0; --t) {
    const Real *next = sequence + (t + 1) * b;
    Real d_logSum = 0;
    for (int i = 0; i < b; ++i)
      d_logSum -= d_total * next[i];
    for (int i = 0; i < b; ++i) {
      const Real d_prediction = d_total * next[i] + d_logSum / sums[t] * std::exp(predictions[t * b + i]);
      const Unit &last = units[(t * l + l - 1) * b + i];
      d_outer[b + i] += d_prediction * last.out * last.tanhCell;
      d_outer[2 * b + i] += d_prediction;
      d_input[i] = d_prediction * outer[b + i];
    }
    for (int layer = l - 1; layer >= 0; --layer)
      for (int i = 0; i < b; ++i) {
        d_now[2 * layer * b + i] += d_input[i];
        d_input[i] = unitByHand(b, units[(t * l + layer) * b + i], layers + 8 * layer * b + i,
                                d_layers + 8 * layer * b + i, d_now[2 * layer * b + i],
                                d_now[(2 * layer + 1) * b + i]);
      }
    for (int i = 0; i < b; ++i)
      d_outer[i] += d_input[i] * sequence[t * b + i];
  }
}

/// The adjoint of a prediction as soon as it is there; for the sweep back, only the units are stored.
inline void lossFused(int l, int c, int b, const Real *layers, const Real *outer, const Real *state,
                      const Real *sequence, Real *d_layers, Real *d_outer) {
  const std::unique_ptr<Unit[]> units(new Unit[static_cast<size_t>(c - 1) * l * b]);
  const std::unique_ptr<Real[]> d_last(new Real[static_cast<size_t>(c - 1) * b]);
  std::vector<Real> now(state, state + 2 * l * b), input(b), exponential(b);
  const Real d_total = Real(-1) / ((c - 1) * b);
  Unit *record = units.get();
  for (int t = 0; t < c - 1; ++t) {
    for (int i = 0; i < b; ++i)
      input[i] = sequence[t * b + i] * outer[i];
    for (int layer = 0; layer < l; ++layer)
      for (int i = 0; i < b; ++i) {
        Real &hidden = now[2 * layer * b + i];
        *record++ = unit(b, layers + 8 * layer * b + i, input[i], hidden, now[(2 * layer + 1) * b + i]);
        input[i] = hidden;
      }
    const Real *next = sequence + (t + 1) * b;
    Real sum = 2, sumOfNext = 0;
    for (int i = 0; i < b; ++i) {
      exponential[i] = std::exp(input[i] * outer[b + i] + outer[2 * b + i]);
      sum += exponential[i];
      sumOfNext += next[i];
    }
    for (int i = 0; i < b; ++i) {
      const Real d_prediction = d_total * (next[i] - sumOfNext / sum * exponential[i]);
      d_outer[b + i] += d_prediction * input[i];
      d_outer[2 * b + i] += d_prediction;
      d_last[t * b + i] = d_prediction * outer[b + i];
    }
  }

  std::vector<Real> d_now(2 * l * b), d_input(b);
  for (int t = c - 2; t >= 0; --t) {
    std::copy(&d_last[t * b], &d_last[t * b] + b, d_input.begin());
    for (int layer = l - 1; layer >= 0; --layer) {
      record -= b;
      for (int i = 0; i < b; ++i) {
        d_now[2 * layer * b + i] += d_input[i];
        d_input[i] = unitByHand(b, record[i], layers + 8 * layer * b + i, d_layers + 8 * layer * b + i,
                                d_now[2 * layer * b + i], d_now[(2 * layer + 1) * b + i]);
      }
    }
    for (int i = 0; i < b; ++i)
      d_outer[i] += d_input[i] * sequence[t * b + i];
  }
}

} // namespace measured::lstm
