// Functions that calls.cpp calls from another file.
#pragma once

namespace library {

inline Real softplus(Real x) { return std::log1p(std::exp(x)); }

inline void axpy(int n, Real a, const Real *x, Real *y) {
  for (int i = 0; i < n; ++i)
    y[i] += a * x[i];
}

namespace detail {
inline Real norm2(const Real *x, int n) { return n == 0 ? 0 : x[0] * x[0] + norm2(x + 1, n - 1); }
} // namespace detail

inline Real norm(const Real *x, int n) { return std::sqrt(detail::norm2(x, n)); }

} // namespace library
