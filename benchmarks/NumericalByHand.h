// The adjoints of Numerical.h as a careful person writes them.
#pragma once

#include "Numerical.h"

#include <algorithm>
#include <memory>
#include <tuple>
#include <vector>

namespace measured {

inline void dotProductByHand(const double *x, const double *y, int n, double *d_x, double *d_y) {
  for (int i = 0; i < n; ++i) {
    d_x[i] += y[i];
    d_y[i] += x[i];
  }
}

inline double hornerByHand(const double *c, int n, double x, double *d_c) {
  std::vector<double> before(n);
  double p = c[n - 1];
  for (int i = n - 2; i >= 0; --i) {
    before[i] = p;
    p = p * x + c[i];
  }
  double d_p = 1, d_x = 0;
  for (int i = 0; i <= n - 2; ++i) {
    d_c[i] += d_p;
    d_x += d_p * before[i];
    d_p *= x;
  }
  d_c[n - 1] += d_p;
  return d_x;
}

/// One step of the stencil, backwards.
inline void stencilStepByHand(const double *d_next, double *d_now, int n, double k) {
  d_now[0] = d_next[0] + k * d_next[1];
  d_now[1] = (1 - 2 * k) * d_next[1] + k * d_next[2];
  for (int i = 2; i < n - 2; ++i)
    d_now[i] = d_next[i] + k * (d_next[i - 1] - 2 * d_next[i] + d_next[i + 1]);
  d_now[n - 2] = (1 - 2 * k) * d_next[n - 2] + k * d_next[n - 3];
  d_now[n - 1] = d_next[n - 1] + k * d_next[n - 2];
}

/// \param states the state in front of every step, when the gradient by k is wanted.
inline double stencilBackwards(const double *last, const double *states, int n, int steps, double k,
                               double *d_u) {
  // u keeps the last state but one when the steps are odd in number.
  const int left = steps % 2 ? steps - 1 : steps;
  std::vector<double> d_next(n), d_now(n);
  for (int i = 0; i < n; ++i)
    d_next[i] = 2 * last[i];
  double d_k = 0;
  for (int t = steps - 1; t >= 0; --t) {
    if (t + 1 == left) // u itself
      for (int i = 1; i < n - 1; ++i)
        d_next[i] += d_u[i];
    if (states) {
      const double *now = &states[static_cast<size_t>(t) * n];
      double sum = 0;
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

inline void stencilByHand(double *u, int n, int steps, double k, double *d_u) {
  std::vector<double> spare(u, u + n);
  double *now = u, *next = spare.data();
  for (int t = 0; t < steps; ++t) {
    for (int i = 1; i < n - 1; ++i)
      next[i] = now[i] + k * (now[i - 1] - 2 * now[i] + now[i + 1]);
    std::swap(now, next);
  }
  stencilBackwards(now, nullptr, n, steps, k, d_u);
}

inline double stencilByHandWithCoefficient(double *u, int n, int steps, double k, double *d_u) {
  std::unique_ptr<double[]> states(new double[static_cast<size_t>(steps + 1) * n]);
  std::copy(u, u + n, states.get());
  for (int t = 0; t < steps; ++t) {
    const double *now = &states[static_cast<size_t>(t) * n];
    double *next = &states[static_cast<size_t>(t + 1) * n];
    next[0] = now[0];
    next[n - 1] = now[n - 1];
    for (int i = 1; i < n - 1; ++i)
      next[i] = now[i] + k * (now[i - 1] - 2 * now[i] + now[i + 1]);
  }
  const double *last = &states[static_cast<size_t>(steps) * n];
  const double *left = steps % 2 ? last - n : last;
  std::copy(left, left + n, u);
  return stencilBackwards(last, states.get(), n, steps, k, d_u);
}

inline void lorenzSlopeByHand(const double *s, double sigma, double rho, double beta, double *d_s,
                              double *d_parameters, const double *d_slope) {
  d_s[0] += -sigma * d_slope[0] + (rho - s[2]) * d_slope[1] + s[1] * d_slope[2];
  d_s[1] += sigma * d_slope[0] - d_slope[1] + s[0] * d_slope[2];
  d_s[2] += -s[0] * d_slope[1] - beta * d_slope[2];
  d_parameters[0] += (s[1] - s[0]) * d_slope[0];
  d_parameters[1] += s[0] * d_slope[1];
  d_parameters[2] -= s[2] * d_slope[2];
}

inline std::tuple<double, double, double> lorenzByHand(const double *start, double sigma, double rho,
                                                       double beta, double dt, int steps, double *d_start) {
  std::vector<double> states(static_cast<size_t>(steps) * 3);
  double s[3] = {start[0], start[1], start[2]};
  for (int t = 0; t < steps; ++t) {
    std::copy(s, s + 3, &states[static_cast<size_t>(t) * 3]);
    rungeKuttaStep(s, sigma, rho, beta, dt);
  }
  double d_s[3] = {1, s[2], s[1]}, d_parameters[3] = {};
  for (int t = steps - 1; t >= 0; --t) {
    const double *from = &states[static_cast<size_t>(t) * 3];
    double k[3], at2[3], at3[3], at4[3];
    lorenzSlope(from, sigma, rho, beta, k);
    for (int i = 0; i < 3; ++i)
      at2[i] = from[i] + dt / 2 * k[i];
    lorenzSlope(at2, sigma, rho, beta, k);
    for (int i = 0; i < 3; ++i)
      at3[i] = from[i] + dt / 2 * k[i];
    lorenzSlope(at3, sigma, rho, beta, k);
    for (int i = 0; i < 3; ++i)
      at4[i] = from[i] + dt * k[i];

    double d_from[3] = {d_s[0], d_s[1], d_s[2]}, d_k[3];
    auto back = [&](const double *at, double weight, double *d_previous, double previous) {
      double d_at[3] = {};
      for (int i = 0; i < 3; ++i)
        d_k[i] = weight * dt * d_s[i] + (previous == 0 ? 0 : d_previous[i] * previous);
      lorenzSlopeByHand(at, sigma, rho, beta, d_at, d_parameters, d_k);
      for (int i = 0; i < 3; ++i) {
        d_from[i] += d_at[i];
        d_previous[i] = d_at[i];
      }
    };
    double d_at[3];
    back(at4, 1.0 / 6, d_at, 0);
    back(at3, 1.0 / 3, d_at, dt);
    back(at2, 1.0 / 3, d_at, dt / 2);
    back(from, 1.0 / 6, d_at, dt / 2);
    std::copy(d_from, d_from + 3, d_s);
  }
  for (int i = 0; i < 3; ++i)
    d_start[i] += d_s[i];
  return {d_parameters[0], d_parameters[1], d_parameters[2]};
}

inline void choleskyLogDeterminantByHand(double *a, int n, double *d_a) {
  choleskyLogDeterminant(a, n);
  // The factor is its own record.
  for (int j = n - 1; j >= 0; --j) {
    const double pivot = a[j * n + j];
    double d_pivot = d_a[j * n + j] + 2 / pivot;
    for (int i = n - 1; i > j; --i) {
      const double d_sum = d_a[i * n + j] / pivot;
      d_pivot -= d_sum * a[i * n + j];
      d_a[i * n + j] = d_sum;
      for (int k = 0; k < j; ++k) {
        d_a[i * n + k] -= d_sum * a[j * n + k];
        d_a[j * n + k] -= d_sum * a[i * n + k];
      }
    }
    const double d_sum = d_pivot / (2 * pivot);
    d_a[j * n + j] = d_sum;
    for (int k = 0; k < j; ++k)
      d_a[j * n + k] -= 2 * d_sum * a[j * n + k];
  }
}

inline void bodyEnergyByHand(const double *position, const double *mass, int n, double *d_position,
                             double *d_mass) {
  for (int i = 0; i < n; ++i)
    for (int j = i + 1; j < n; ++j) {
      double dx = position[3 * i] - position[3 * j];
      double dy = position[3 * i + 1] - position[3 * j + 1];
      double dz = position[3 * i + 2] - position[3 * j + 2];
      double inverse = 1 / std::sqrt(dx * dx + dy * dy + dz * dz + 1e-4);
      double d = mass[i] * mass[j] * inverse * inverse * inverse;
      d_mass[i] -= mass[j] * inverse;
      d_mass[j] -= mass[i] * inverse;
      d_position[3 * i] += d * dx, d_position[3 * j] -= d * dx;
      d_position[3 * i + 1] += d * dy, d_position[3 * j + 1] -= d * dy;
      d_position[3 * i + 2] += d * dz, d_position[3 * j + 2] -= d * dz;
    }
}

} // namespace measured
