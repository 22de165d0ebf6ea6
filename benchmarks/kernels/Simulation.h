// Kernels of simulation and signal processing.
#pragma once

#include "../Real.h"

#include <cmath>
#include <utility>

namespace measured::simulation {

/// Reaction and diffusion on a square with a fixed border, then the energy.
#pragma grad wrt(start)
inline Real diffusion(const Real *start, int n, int steps, Real k, Real reaction) {
  Real *now = new Real[n * n], *next = new Real[n * n];
  for (int i = 0; i < n * n; ++i) {
    now[i] = start[i];
    next[i] = start[i];
  }
  for (int t = 0; t < steps; ++t) {
    for (int i = 1; i < n - 1; ++i)
      for (int j = 1; j < n - 1; ++j) {
        const int at = i * n + j;
        const Real u = now[at];
        const Real around = now[at - n] + now[at + n] + now[at - 1] + now[at + 1];
        next[at] = u + k * (around - 4 * u) + reaction * u * (1 - u);
      }
    std::swap(now, next);
  }
  Real energy = 0;
  for (int i = 0; i < n * n; ++i)
    energy += now[i] * now[i];
  delete[] now;
  delete[] next;
  return energy;
}

/// The Brusselator by implicit steps, each solved by Newton's method.
#pragma grad wrt(a, b)
inline Real brusselator(Real a, Real b, Real dt, int steps) {
  Real u = 1, v = 1;
  for (int t = 0; t < steps; ++t) {
    const Real oldU = u, oldV = v;
    for (int iteration = 0; iteration < 6; ++iteration) {
      const Real errorU = u - oldU - dt * (a + u * u * v - (b + 1) * u);
      const Real errorV = v - oldV - dt * (b * u - u * u * v);
      const Real uu = 1 - dt * (2 * u * v - b - 1), uv = -dt * u * u;
      const Real vu = -dt * (b - 2 * u * v), vv = 1 + dt * u * u;
      const Real determinant = uu * vv - uv * vu;
      u -= (vv * errorU - uv * errorV) / determinant;
      v -= (uu * errorV - vu * errorU) / determinant;
    }
  }
  return u * u + v;
}

/// The same equations by Runge and Kutta's explicit steps.
inline void brusselatorSlope(Real a, Real b, const Real *s, Real *slope) {
  const Real reaction = s[0] * s[0] * s[1];
  slope[0] = a + reaction - (b + 1) * s[0];
  slope[1] = b * s[0] - reaction;
}

#pragma grad wrt(a, b)
inline Real brusselatorExplicit(Real a, Real b, Real dt, int steps) {
  Real s[2] = {1, 1};
  for (int t = 0; t < steps; ++t) {
    Real k1[2], k2[2], k3[2], k4[2], at[2];
    brusselatorSlope(a, b, s, k1);
    for (int i = 0; i < 2; ++i)
      at[i] = s[i] + dt / 2 * k1[i];
    brusselatorSlope(a, b, at, k2);
    for (int i = 0; i < 2; ++i)
      at[i] = s[i] + dt / 2 * k2[i];
    brusselatorSlope(a, b, at, k3);
    for (int i = 0; i < 2; ++i)
      at[i] = s[i] + dt * k3[i];
    brusselatorSlope(a, b, at, k4);
    for (int i = 0; i < 2; ++i)
      s[i] += dt / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
  }
  return s[0] * s[0] + s[1];
}

/// Radix 2, in place, n a power of two. \param sign of the exponent.
inline void fourierTransform(Real *re, Real *im, int n, Real sign) {
  for (int i = 1, j = 0; i < n; ++i) {
    int bit = n / 2;
    for (; j & bit; bit /= 2)
      j ^= bit;
    j ^= bit;
    if (i < j) {
      std::swap(re[i], re[j]);
      std::swap(im[i], im[j]);
    }
  }
  const Real turn = sign * 2 * std::acos(Real(-1));
  for (int half = 1; half < n; half *= 2)
    for (int k = 0; k < half; ++k) {
      const Real cosine = std::cos(turn * k / (2 * half)), sine = std::sin(turn * k / (2 * half));
      for (int i = k; i < n; i += 2 * half) {
        const Real x = re[i + half] * cosine - im[i + half] * sine;
        const Real y = re[i + half] * sine + im[i + half] * cosine;
        re[i + half] = re[i] - x;
        im[i + half] = im[i] - y;
        re[i] += x;
        im[i] += y;
      }
    }
}

/// The energy of a signal where its spectrum is weighted.
#pragma grad wrt(re, im)
inline Real spectralEnergy(const Real *re, const Real *im, const Real *weight, int n) {
  Real *x = new Real[n], *y = new Real[n];
  for (int i = 0; i < n; ++i) {
    x[i] = re[i];
    y[i] = im[i];
  }
  fourierTransform(x, y, n, -1);
  Real energy = 0;
  for (int i = 0; i < n; ++i)
    energy += weight[i] * (x[i] * x[i] + y[i] * y[i]);
  delete[] x;
  delete[] y;
  return energy;
}

/// The negative log-likelihood, up to constants, of positions measured with noise by a Kalman filter.
#pragma grad
inline Real kalman(const Real *measured, Real process, Real noise, int n) {
  Real position = 0, speed = 0, pp = 1, ps = 0, ss = 1, loss = 0;
  for (int i = 0; i < n; ++i) {
    position += speed;
    pp += 2 * ps + ss;
    ps += ss;
    ss += process;
    const Real variance = pp + noise, innovation = measured[i] - position;
    const Real gainP = pp / variance, gainS = ps / variance;
    position += gainP * innovation;
    speed += gainS * innovation;
    ss -= gainS * ps;
    pp *= 1 - gainP;
    ps *= 1 - gainP;
    loss += innovation * innovation / variance + std::log(variance);
  }
  return loss;
}

} // namespace measured::simulation
