// The adjoints of Numerical.h as a careful person writes them.
#pragma once

#include "Numerical.h"

#include <algorithm>
#include <memory>
#include <tuple>
#include <vector>

namespace measured::numerical {

inline void dotProductByHand(const Real *x, const Real *y, int n, Real *d_x, Real *d_y) {
  for (int i = 0; i < n; ++i) {
    d_x[i] += y[i];
    d_y[i] += x[i];
  }
}

inline Real axpyByHand(Real a, const Real *x, Real *y, int n, Real *d_x, const Real *d_y) {
  Real d_a = 0;
  for (int i = 0; i < n; ++i) {
    y[i] += a * x[i];
    d_a += d_y[i] * x[i];
    d_x[i] += a * d_y[i];
  }
  return d_a;
}

inline Real hornerByHand(const Real *c, int n, Real x, Real *d_c) {
  std::vector<Real> before(n);
  Real p = c[n - 1];
  for (int i = n - 2; i >= 0; --i) {
    before[i] = p;
    p = p * x + c[i];
  }
  Real d_p = 1, d_x = 0;
  for (int i = 0; i <= n - 2; ++i) {
    d_c[i] += d_p;
    d_x += d_p * before[i];
    d_p *= x;
  }
  d_c[n - 1] += d_p;
  return d_x;
}

/// One step of the stencil, backwards.
inline void stencilStepByHand(const Real *d_next, Real *d_now, int n, Real k) {
  d_now[0] = d_next[0] + k * d_next[1];
  d_now[1] = (1 - 2 * k) * d_next[1] + k * d_next[2];
  for (int i = 2; i < n - 2; ++i)
    d_now[i] = d_next[i] + k * (d_next[i - 1] - 2 * d_next[i] + d_next[i + 1]);
  d_now[n - 2] = (1 - 2 * k) * d_next[n - 2] + k * d_next[n - 3];
  d_now[n - 1] = d_next[n - 1] + k * d_next[n - 2];
}

/// \param states the state in front of every step, when the gradient by k is wanted.
inline Real stencilBackwards(const Real *last, const Real *states, int n, int steps, Real k, Real *d_u) {
  // u keeps the last state but one when the steps are odd in number.
  const int left = steps % 2 ? steps - 1 : steps;
  std::vector<Real> d_next(n), d_now(n);
  for (int i = 0; i < n; ++i)
    d_next[i] = 2 * last[i];
  Real d_k = 0;
  for (int t = steps - 1; t >= 0; --t) {
    if (t + 1 == left) // u itself
      for (int i = 1; i < n - 1; ++i)
        d_next[i] += d_u[i];
    if (states) {
      const Real *now = &states[static_cast<size_t>(t) * n];
      Real sum = 0;
      for (int i = 1; i < n - 1; ++i)
        sum += d_next[i] * (now[i - 1] - 2 * now[i] + now[i + 1]);
      d_k += sum;
    }
    stencilStepByHand(d_next.data(), d_now.data(), n, k);
    std::swap(d_now, d_next);
  }
  d_u[0] += d_next[0];
  d_u[n - 1] += d_next[n - 1];
  for (int i = 1; i < n - 1; ++i)
    d_u[i] = d_next[i];
  return d_k;
}

inline void stencilByHand(Real *u, int n, int steps, Real k, Real *d_u) {
  std::vector<Real> spare(u, u + n);
  Real *now = u, *next = spare.data();
  for (int t = 0; t < steps; ++t) {
    for (int i = 1; i < n - 1; ++i)
      next[i] = now[i] + k * (now[i - 1] - 2 * now[i] + now[i + 1]);
    std::swap(now, next);
  }
  stencilBackwards(now, nullptr, n, steps, k, d_u);
}

inline Real stencilByHandWithCoefficient(Real *u, int n, int steps, Real k, Real *d_u) {
  std::unique_ptr<Real[]> states(new Real[static_cast<size_t>(steps + 1) * n]);
  std::copy(u, u + n, states.get());
  for (int t = 0; t < steps; ++t) {
    const Real *now = &states[static_cast<size_t>(t) * n];
    Real *next = &states[static_cast<size_t>(t + 1) * n];
    next[0] = now[0];
    next[n - 1] = now[n - 1];
    for (int i = 1; i < n - 1; ++i)
      next[i] = now[i] + k * (now[i - 1] - 2 * now[i] + now[i + 1]);
  }
  const Real *last = &states[static_cast<size_t>(steps) * n];
  const Real *left = steps % 2 ? last - n : last;
  std::copy(left, left + n, u);
  return stencilBackwards(last, states.get(), n, steps, k, d_u);
}

inline void lorenzSlopeByHand(const Real *s, Real sigma, Real rho, Real beta, Real *d_s, Real *d_parameters,
                              const Real *d_slope) {
  d_s[0] += -sigma * d_slope[0] + (rho - s[2]) * d_slope[1] + s[1] * d_slope[2];
  d_s[1] += sigma * d_slope[0] - d_slope[1] + s[0] * d_slope[2];
  d_s[2] += -s[0] * d_slope[1] - beta * d_slope[2];
  d_parameters[0] += (s[1] - s[0]) * d_slope[0];
  d_parameters[1] += s[0] * d_slope[1];
  d_parameters[2] -= s[2] * d_slope[2];
}

inline std::tuple<Real, Real, Real> lorenzByHand(const Real *start, Real sigma, Real rho, Real beta, Real dt,
                                                 int steps, Real *d_start) {
  std::vector<Real> states(static_cast<size_t>(steps) * 3);
  Real s[3] = {start[0], start[1], start[2]};
  for (int t = 0; t < steps; ++t) {
    std::copy(s, s + 3, &states[static_cast<size_t>(t) * 3]);
    rungeKuttaStep(s, sigma, rho, beta, dt);
  }
  Real d_s[3] = {1, s[2], s[1]}, d_parameters[3] = {};
  for (int t = steps - 1; t >= 0; --t) {
    const Real *from = &states[static_cast<size_t>(t) * 3];
    Real k[3], at2[3], at3[3], at4[3];
    lorenzSlope(from, sigma, rho, beta, k);
    for (int i = 0; i < 3; ++i)
      at2[i] = from[i] + dt / 2 * k[i];
    lorenzSlope(at2, sigma, rho, beta, k);
    for (int i = 0; i < 3; ++i)
      at3[i] = from[i] + dt / 2 * k[i];
    lorenzSlope(at3, sigma, rho, beta, k);
    for (int i = 0; i < 3; ++i)
      at4[i] = from[i] + dt * k[i];

    Real d_from[3] = {d_s[0], d_s[1], d_s[2]}, d_k[3];
    auto back = [&](const Real *at, Real weight, Real *d_previous, Real previous) {
      Real d_at[3] = {};
      for (int i = 0; i < 3; ++i)
        d_k[i] = weight * dt * d_s[i] + (previous == 0 ? 0 : d_previous[i] * previous);
      lorenzSlopeByHand(at, sigma, rho, beta, d_at, d_parameters, d_k);
      for (int i = 0; i < 3; ++i) {
        d_from[i] += d_at[i];
        d_previous[i] = d_at[i];
      }
    };
    Real d_at[3];
    back(at4, Real(1) / 6, d_at, 0);
    back(at3, Real(1) / 3, d_at, dt);
    back(at2, Real(1) / 3, d_at, dt / 2);
    back(from, Real(1) / 6, d_at, dt / 2);
    std::copy(d_from, d_from + 3, d_s);
  }
  for (int i = 0; i < 3; ++i)
    d_start[i] += d_s[i];
  return {d_parameters[0], d_parameters[1], d_parameters[2]};
}

inline void choleskyLogDeterminantByHand(Real *a, int n, Real *d_a) {
  choleskyLogDeterminant(a, n);
  // The factor is its own record.
  for (int j = n - 1; j >= 0; --j) {
    const Real pivot = a[j * n + j];
    Real d_pivot = d_a[j * n + j] + 2 / pivot;
    for (int i = n - 1; i > j; --i) {
      const Real d_sum = d_a[i * n + j] / pivot;
      d_pivot -= d_sum * a[i * n + j];
      d_a[i * n + j] = d_sum;
      for (int k = 0; k < j; ++k) {
        d_a[i * n + k] -= d_sum * a[j * n + k];
        d_a[j * n + k] -= d_sum * a[i * n + k];
      }
    }
    const Real d_sum = d_pivot / (2 * pivot);
    d_a[j * n + j] = d_sum;
    for (int k = 0; k < j; ++k)
      d_a[j * n + k] -= 2 * d_sum * a[j * n + k];
  }
}

inline void bodyEnergyByHand(const Real *position, const Real *mass, int n, Real *d_position, Real *d_mass) {
  for (int i = 0; i < n; ++i)
    for (int j = i + 1; j < n; ++j) {
      Real dx = position[3 * i] - position[3 * j];
      Real dy = position[3 * i + 1] - position[3 * j + 1];
      Real dz = position[3 * i + 2] - position[3 * j + 2];
      Real inverse = 1 / std::sqrt(dx * dx + dy * dy + dz * dz + Real(1e-4));
      Real d = mass[i] * mass[j] * inverse * inverse * inverse;
      d_mass[i] -= mass[j] * inverse;
      d_mass[j] -= mass[i] * inverse;
      d_position[3 * i] += d * dx, d_position[3 * j] -= d * dx;
      d_position[3 * i + 1] += d * dy, d_position[3 * j + 1] -= d * dy;
      d_position[3 * i + 2] += d * dz, d_position[3 * j + 2] -= d * dz;
    }
}

} // namespace measured::numerical
