// The adjoints of Simulation.h by hand.
#pragma once

#include "Simulation.h"

#include <memory>
#include <tuple>
#include <vector>

namespace measured::simulation {

inline void diffusionByHand(const Real *start, int n, int steps, Real k, Real reaction, Real *d_start) {
  const size_t size = static_cast<size_t>(n) * n;
  const std::unique_ptr<Real[]> states(new Real[(steps + 1) * size]);
  for (size_t i = 0; i < size; ++i)
    states[i] = start[i];
  for (int t = 0; t < steps; ++t) {
    const Real *now = &states[t * size];
    Real *next = &states[(t + 1) * size];
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < n; ++j) {
        const int at = i * n + j;
        const Real u = now[at];
        if (i == 0 || j == 0 || i == n - 1 || j == n - 1)
          next[at] = u;
        else
          next[at] = u + k * (now[at - n] + now[at + n] + now[at - 1] + now[at + 1] - 4 * u) +
                     reaction * u * (1 - u);
      }
  }
  std::vector<Real> d_next(size), d_now(size);
  for (size_t i = 0; i < size; ++i)
    d_next[i] = 2 * states[steps * size + i];
  for (int t = steps - 1; t >= 0; --t) {
    const Real *now = &states[t * size];
    // What the border passes on, then what the inner points scatter.
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < n; ++j) {
        const int at = i * n + j;
        const bool isBorder = i == 0 || j == 0 || i == n - 1 || j == n - 1;
        d_now[at] = isBorder ? d_next[at] : d_next[at] * (1 - 4 * k + reaction * (1 - 2 * now[at]));
      }
    for (int i = 1; i < n - 1; ++i)
      for (int j = 1; j < n - 1; ++j) {
        const int at = i * n + j;
        const Real d_around = k * d_next[at];
        for (int neighbour : {at - n, at + n, at - 1, at + 1})
          d_now[neighbour] += d_around;
      }
    std::swap(d_now, d_next);
  }
  for (size_t i = 0; i < size; ++i)
    d_start[i] += d_next[i];
}

/// By the theorem of implicit functions: of each step, only the solution matters.
inline std::tuple<Real, Real> brusselatorByHand(Real a, Real b, Real dt, int steps) {
  struct State {
    Real u, v;
  };
  std::vector<State> states(steps + 1, State{1, 1});
  for (int t = 0; t < steps; ++t) {
    Real u = states[t].u, v = states[t].v;
    for (int iteration = 0; iteration < 6; ++iteration) {
      const Real errorU = u - states[t].u - dt * (a + u * u * v - (b + 1) * u);
      const Real errorV = v - states[t].v - dt * (b * u - u * u * v);
      const Real uu = 1 - dt * (2 * u * v - b - 1), uv = -dt * u * u;
      const Real vu = -dt * (b - 2 * u * v), vv = 1 + dt * u * u;
      const Real determinant = uu * vv - uv * vu;
      u -= (vv * errorU - uv * errorV) / determinant;
      v -= (uu * errorV - vu * errorU) / determinant;
    }
    states[t + 1] = {u, v};
  }
  Real d_u = 2 * states[steps].u, d_v = 1, d_a = 0, d_b = 0;
  for (int t = steps; t > 0; --t) {
    const Real u = states[t].u, v = states[t].v;
    const Real uu = 1 - dt * (2 * u * v - b - 1), uv = -dt * u * u;
    const Real vu = -dt * (b - 2 * u * v), vv = 1 + dt * u * u;
    const Real determinant = uu * vv - uv * vu;
    const Real toU = (vv * d_u - vu * d_v) / determinant, toV = (uu * d_v - uv * d_u) / determinant;
    d_a += dt * toU;
    d_b += dt * u * (toV - toU);
    d_u = toU;
    d_v = toV;
  }
  return {d_a, d_b};
}

/// Each step is computed again from the state in front of it.
inline std::tuple<Real, Real> brusselatorExplicitByHand(Real a, Real b, Real dt, int steps) {
  struct State {
    Real u, v;
  };
  const auto slope = [&](State s) {
    const Real reaction = s.u * s.u * s.v;
    return State{a + reaction - (b + 1) * s.u, b * s.u - reaction};
  };
  const auto moved = [](State s, Real h, State k) { return State{s.u + h * k.u, s.v + h * k.v}; };
  std::vector<State> states(steps + 1, State{1, 1});
  for (int t = 0; t < steps; ++t) {
    const State s = states[t], k1 = slope(s), k2 = slope(moved(s, dt / 2, k1)),
                k3 = slope(moved(s, dt / 2, k2)), k4 = slope(moved(s, dt, k3));
    states[t + 1] = {s.u + dt / 6 * (k1.u + 2 * k2.u + 2 * k3.u + k4.u),
                     s.v + dt / 6 * (k1.v + 2 * k2.v + 2 * k3.v + k4.v)};
  }
  Real d_a = 0, d_b = 0;
  const auto back = [&](State at, State d_k) { // what the cotangent of a slope gives to the state
    const Real d_reaction = d_k.u - d_k.v;
    d_a += d_k.u;
    d_b -= at.u * d_reaction;
    return State{2 * at.u * at.v * d_reaction - (b + 1) * d_k.u + b * d_k.v, at.u * at.u * d_reaction};
  };
  State d_s{2 * states[steps].u, 1};
  for (int t = steps - 1; t >= 0; --t) {
    const State s = states[t], at2 = moved(s, dt / 2, slope(s)), at3 = moved(s, dt / 2, slope(at2)),
                at4 = moved(s, dt, slope(at3));
    const auto cotangent = [&](Real weight, Real h, State d_at) {
      return State{weight * dt * d_s.u + h * d_at.u, weight * dt * d_s.v + h * d_at.v};
    };
    const State d_at4 = back(at4, cotangent(Real(1) / 6, 0, {0, 0}));
    const State d_at3 = back(at3, cotangent(Real(1) / 3, dt, d_at4));
    const State d_at2 = back(at2, cotangent(Real(1) / 3, dt / 2, d_at3));
    const State d_at1 = back(s, cotangent(Real(1) / 6, dt / 2, d_at2));
    d_s.u += d_at1.u + d_at2.u + d_at3.u + d_at4.u;
    d_s.v += d_at1.v + d_at2.v + d_at3.v + d_at4.v;
  }
  return {d_a, d_b};
}

/// The adjoint of a transform is the one with the other sign.
inline void spectralEnergyByHand(const Real *re, const Real *im, const Real *weight, int n, Real *d_re,
                                 Real *d_im) {
  std::vector<Real> x(re, re + n), y(im, im + n);
  fourierTransform(x.data(), y.data(), n, -1);
  for (int i = 0; i < n; ++i) {
    x[i] *= 2 * weight[i];
    y[i] *= 2 * weight[i];
  }
  fourierTransform(x.data(), y.data(), n, 1);
  for (int i = 0; i < n; ++i) {
    d_re[i] += x[i];
    d_im[i] += y[i];
  }
}

/// \returns the derivatives by process and noise.
inline std::tuple<Real, Real> kalmanByHand(const Real *measured, Real process, Real noise, int n,
                                           Real *d_measured) {
  struct Step {
    Real pp, ps, innovation; // as predicted
  };
  std::vector<Step> record(n);
  Real position = 0, speed = 0, pp = 1, ps = 0, ss = 1;
  for (int i = 0; i < n; ++i) {
    position += speed;
    pp += 2 * ps + ss;
    ps += ss;
    ss += process;
    const Real variance = pp + noise, innovation = measured[i] - position;
    record[i] = {pp, ps, innovation};
    const Real gainP = pp / variance, gainS = ps / variance;
    position += gainP * innovation;
    speed += gainS * innovation;
    ss -= gainS * ps;
    pp *= 1 - gainP;
    ps *= 1 - gainP;
  }
  Real d_position = 0, d_speed = 0, d_pp = 0, d_ps = 0, d_ss = 0, d_process = 0, d_noise = 0;
  for (int i = n - 1; i >= 0; --i) {
    const Step &at = record[i];
    const Real inverse = 1 / (at.pp + noise), gainP = at.pp * inverse, gainS = at.ps * inverse;
    const Real scaled = at.innovation * inverse;
    const Real d_gainP = d_position * at.innovation - d_pp * at.pp - d_ps * at.ps;
    const Real d_gainS = d_speed * at.innovation - d_ss * at.ps;
    const Real d_innovation = d_position * gainP + d_speed * gainS + 2 * scaled;
    const Real d_variance = inverse - scaled * scaled - (d_gainP * gainP + d_gainS * gainS) * inverse;
    d_pp = d_pp * (1 - gainP) + d_gainP * inverse + d_variance;
    d_ps = d_ps * (1 - gainP) + d_gainS * inverse - d_ss * gainS;
    d_noise += d_variance;
    d_measured[i] += d_innovation;
    d_position -= d_innovation;
    d_process += d_ss;
    d_ss += d_ps + d_pp;
    d_ps += 2 * d_pp;
    d_speed += d_position;
  }
  return {d_process, d_noise};
}

} // namespace measured::simulation
