// Problems whose inputs are arrays, and whose gradient is that of one number.
#pragma once

#include "../Harness.h"

#include <memory>

namespace measured {

/// The primal takes the arrays, of which the first `active` are differentiated; a gradient also where it
/// goes.
template <class Primal, class Generated, class ByHand>
Problem problem(const std::string &name, std::shared_ptr<std::vector<Numbers>> arrays, size_t active,
                Primal primal, Generated generated, ByHand byHand) {
  std::vector<Entry> entries;
  for (size_t i = 0; i < active; ++i)
    for (Real &number : (*arrays)[i])
      entries.push_back({&number, 0});
  auto with = [=](auto gradient) -> std::function<void(Real *)> {
    return [=](Real *out) { gradient(*arrays, out); };
  };
  return {name,
          1,
          [=](Real *out) { *out = primal(*arrays); },
          entries.size(),
          [=](size_t i) { return entries[i]; },
          {{"adgen", with(generated)}, {"by hand", with(byHand)}}};
}

template <class... Arrays> std::shared_ptr<std::vector<Numbers>> share(Arrays... arrays) {
  return std::make_shared<std::vector<Numbers>>(std::vector<Numbers>{std::move(arrays)...});
}
using In = const std::vector<Numbers>;

} // namespace measured
