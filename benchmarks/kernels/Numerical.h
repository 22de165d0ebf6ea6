// Numerical functions in C style whose generated gradients are measured.
#pragma once

#include "../Real.h"

#include <cmath>
#include <utility>

namespace measured::numerical {

#pragma grad
inline Real dotProduct(const Real *x, const Real *y, int n) {
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += x[i] * y[i];
  return sum;
}

/// y += a x, in place: the cotangent of y is in its buffer, before and after.
#pragma grad
inline void axpy(Real a, const Real *x, Real *y, int n) {
  for (int i = 0; i < n; ++i)
    y[i] += a * x[i];
}

#pragma grad
inline Real horner(const Real *c, int n, Real x) {
  Real p = c[n - 1];
  for (int i = n - 2; i >= 0; --i)
    p = p * x + c[i];
  return p;
}

/// Heat in a rod, then its energy. The gradient by u needs no state; that by k needs every one.
#pragma grad wrt(u)
#pragma grad name(stencil_grad_uk)
inline Real stencil(Real *u, int n, int steps, Real k) {
  Real *spare = new Real[n], *now = u, *next = spare;
  next[0] = now[0];
  next[n - 1] = now[n - 1];
  for (int t = 0; t < steps; ++t) {
    for (int i = 1; i < n - 1; ++i)
      next[i] = now[i] + k * (now[i - 1] - 2 * now[i] + now[i + 1]);
    std::swap(now, next);
  }
  Real energy = 0;
  for (int i = 0; i < n; ++i)
    energy += now[i] * now[i];
  delete[] spare;
  return energy;
}

inline void lorenzSlope(const Real *s, Real sigma, Real rho, Real beta, Real *slope) {
  slope[0] = sigma * (s[1] - s[0]);
  slope[1] = s[0] * (rho - s[2]) - s[1];
  slope[2] = s[0] * s[1] - beta * s[2];
}

inline void rungeKuttaStep(Real *s, Real sigma, Real rho, Real beta, Real dt) {
  Real k1[3], k2[3], k3[3], k4[3], at[3];
  lorenzSlope(s, sigma, rho, beta, k1);
  for (int i = 0; i < 3; ++i)
    at[i] = s[i] + dt / 2 * k1[i];
  lorenzSlope(at, sigma, rho, beta, k2);
  for (int i = 0; i < 3; ++i)
    at[i] = s[i] + dt / 2 * k2[i];
  lorenzSlope(at, sigma, rho, beta, k3);
  for (int i = 0; i < 3; ++i)
    at[i] = s[i] + dt * k3[i];
  lorenzSlope(at, sigma, rho, beta, k4);
  for (int i = 0; i < 3; ++i)
    s[i] += dt / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
}

#pragma grad wrt(start, sigma, rho, beta)
inline Real lorenz(const Real *start, Real sigma, Real rho, Real beta, Real dt, int steps) {
  Real s[3] = {start[0], start[1], start[2]};
  for (int t = 0; t < steps; ++t)
    rungeKuttaStep(s, sigma, rho, beta, dt);
  return s[0] + s[1] * s[2];
}

#pragma grad wrt(start, sigma, rho, beta)
inline Real lorenzCheckpointed(const Real *start, Real sigma, Real rho, Real beta, Real dt, int steps) {
  Real s[3] = {start[0], start[1], start[2]};
#pragma grad checkpoint(100)
  for (int t = 0; t < steps; ++t)
    rungeKuttaStep(s, sigma, rho, beta, dt);
  return s[0] + s[1] * s[2];
}

/// log det of a symmetric matrix, whose lower half is overwritten with its factor.
#pragma grad
inline Real choleskyLogDeterminant(Real *a, int n) {
  Real logDeterminant = 0;
  for (int j = 0; j < n; ++j) {
    for (int i = j; i < n; ++i) {
      Real sum = a[i * n + j];
      for (int k = 0; k < j; ++k)
        sum -= a[i * n + k] * a[j * n + k];
      if (i == j)
        a[j * n + j] = std::sqrt(sum);
      else
        a[i * n + j] = sum / a[j * n + j];
    }
    logDeterminant += 2 * std::log(a[j * n + j]);
  }
  return logDeterminant;
}

/// Positions x, y, z of each body, one after the other.
#pragma grad
inline Real bodyEnergy(const Real *position, const Real *mass, int n) {
  Real energy = 0;
  for (int i = 0; i < n; ++i)
    for (int j = i + 1; j < n; ++j) {
      Real dx = position[3 * i] - position[3 * j];
      Real dy = position[3 * i + 1] - position[3 * j + 1];
      Real dz = position[3 * i + 2] - position[3 * j + 2];
      energy -= mass[i] * mass[j] / std::sqrt(dx * dx + dy * dy + dz * dz + Real(1e-4));
    }
  return energy;
}

} // namespace measured::numerical
