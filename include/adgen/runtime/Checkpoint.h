// Where a loop that runs backwards keeps its next snapshot.
//
// Needs nothing but the standard library.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

namespace adgen {

namespace detail {

/// The number of steps that `snapshots` snapshots reverse when no step runs forward more than `repeats`
/// times, the binomial coefficient (snapshots + repeats over repeats); at most the greatest integer.
inline std::int64_t reversible_steps(std::int64_t snapshots, std::int64_t repeats) {
  if (snapshots < 0 || repeats < 0)
    return 0;
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  std::int64_t steps = 1;
  for (std::int64_t i = 1; i <= repeats; ++i) {
    if (steps > most / (snapshots + i))
      return most;
    steps = steps * (snapshots + i) / i; // exact: a product of i successive numbers
  }
  return steps;
}

} // namespace detail

/// Where to go from the snapshot in front of step `from`, on the way to reversing step `to` and after it
/// those before, when `free` more snapshots may be taken: the step in front of which the next one is due, or
/// `to` itself when there is none.  With it the total number of forward steps is the least possible. Source:
/// Griewank and Walther, "Algorithm 799: revolve", ACM TOMS 26 (2000), theorem 1.
inline std::int64_t next_snapshot(std::int64_t from, std::int64_t to, std::int64_t free) {
  if (free <= 0 || to - from <= 1)
    return to;
  const std::int64_t steps = to - from + 1, all = free + 1;
  std::int64_t repeats = 1;
  while (detail::reversible_steps(all, repeats) < steps)
    ++repeats;
  // Before the new snapshot at most what `all` of them can do with one repeat less, behind it what is left.
  const std::int64_t before = std::min(detail::reversible_steps(all, repeats - 1),
                                       steps - detail::reversible_steps(free, repeats - 1));
  return std::min(from + std::max<std::int64_t>(before, 1), to);
}

} // namespace adgen
