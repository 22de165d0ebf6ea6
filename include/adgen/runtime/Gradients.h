//===- Gradients.h - What a weights(...) request returns --------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ADGEN_RUNTIME_GRADIENTS_H
#define ADGEN_RUNTIME_GRADIENTS_H

#include "adgen/runtime/Cell.h"

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace adgen {

/// The gradients with respect to a model's parameters, in the order of
/// trainable_params(). N is the number of parameters the class has; frozen ones
/// are left out, so size() and the iterators count only those that are
/// trainable now. With nothing frozen it is an array of N tensors, also for
/// structured bindings and std::get; else the places past size() hold empty
/// tensors.
template <std::size_t N> class Gradients : public std::array<Tensor, N> {
  using Base = std::array<Tensor, N>;

public:
  using typename Base::const_iterator;
  using typename Base::iterator;

  Gradients() = default;
  /// The first \p count of \p gradients; \p positions says which parameters they belong to.
  Gradients(Base gradients, std::size_t count, const std::array<std::size_t, N> &positions)
      : Base(std::move(gradients)), count(count), positions(positions) {}

  std::size_t size() const { return count; }
  /// Of gradient i < size(): the position of its parameter among all N, frozen ones included.
  std::size_t position(std::size_t i) const { return positions[i]; }
  bool empty() const { return count == 0; }
  iterator end() { return Base::begin() + count; }
  const_iterator end() const { return Base::begin() + count; }
  const_iterator cend() const { return end(); }
  Tensor &back() { return (*this)[count - 1]; }
  const Tensor &back() const { return (*this)[count - 1]; }

private:
  std::size_t count = 0;
  std::array<std::size_t, N> positions{};
};

/// The gradients of the parameters that are trainable, moved together;
/// gradients[i] belongs to *params[i]. Generated code ends with it:
/// `return collect_trainable({&model.w, &model.b}, std::move(d_w), std::move(d_b));`
template <class... G>
Gradients<sizeof...(G)> collect_trainable(const std::array<const Parameter *, sizeof...(G)> &params,
                                          G &&...gradients) {
  std::array<Tensor, sizeof...(G)> kept{};
  std::array<std::size_t, sizeof...(G)> positions{};
  std::size_t count = 0, position = 0;
  const auto keep = [&](auto &&gradient) {
    if (params[position]->requires_grad) {
      positions[count] = position;
      kept[count++] = std::forward<decltype(gradient)>(gradient);
    }
    ++position;
  };
  (keep(std::forward<G>(gradients)), ...);
  return {std::move(kept), count, positions};
}

/// Each gradient with the name of its parameter; params is what trainable_params()
/// of the same model gives. \throws std::invalid_argument when the numbers differ.
template <std::size_t N, class P>
std::vector<std::pair<std::string, Tensor>> named(const Gradients<N> &gradients,
                                                  const std::vector<P *> &params) {
  if (gradients.size() != params.size())
    throw std::invalid_argument("adgen: named: " + std::to_string(gradients.size()) + " gradients for " +
                                std::to_string(params.size()) + " parameters");
  std::vector<std::pair<std::string, Tensor>> result;
  result.reserve(params.size());
  for (std::size_t i = 0; i < params.size(); ++i)
    result.emplace_back(params[i]->name, gradients[i]);
  return result;
}

} // namespace adgen

template <std::size_t N>
struct std::tuple_size<adgen::Gradients<N>> : std::integral_constant<std::size_t, N> {};
template <std::size_t I, std::size_t N> struct std::tuple_element<I, adgen::Gradients<N>> {
  using type = adgen::Tensor;
};

#endif // ADGEN_RUNTIME_GRADIENTS_H
