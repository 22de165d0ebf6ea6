// Numerical functions in C style whose generated gradients are measured.
#pragma once

#include <cmath>
#include <utility>

namespace measured {

#pragma grad
inline double dotProduct(const double *x, const double *y, int n) {
  double sum = 0;
  for (int i = 0; i < n; ++i)
    sum += x[i] * y[i];
  return sum;
}

#pragma grad
inline double horner(const double *c, int n, double x) {
  double p = c[n - 1];
  for (int i = n - 2; i >= 0; --i)
    p = p * x + c[i];
  return p;
}

/// Heat in a rod, then its energy. The gradient by u needs no state; that by k needs every one.
#pragma grad wrt(u)
#pragma grad name(stencil_grad_uk)
inline double stencil(double *u, int n, int steps, double k) {
  double *spare = new double[n], *now = u, *next = spare;
  next[0] = now[0];
  next[n - 1] = now[n - 1];
  for (int t = 0; t < steps; ++t) {
    for (int i = 1; i < n - 1; ++i)
      next[i] = now[i] + k * (now[i - 1] - 2 * now[i] + now[i + 1]);
    std::swap(now, next);
  }
  double energy = 0;
  for (int i = 0; i < n; ++i)
    energy += now[i] * now[i];
  delete[] spare;
  return energy;
}

inline void lorenzSlope(const double *s, double sigma, double rho, double beta, double *slope) {
  slope[0] = sigma * (s[1] - s[0]);
  slope[1] = s[0] * (rho - s[2]) - s[1];
  slope[2] = s[0] * s[1] - beta * s[2];
}

inline void rungeKuttaStep(double *s, double sigma, double rho, double beta, double dt) {
  double k1[3], k2[3], k3[3], k4[3], at[3];
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
inline double lorenz(const double *start, double sigma, double rho, double beta, double dt, int steps) {
  double s[3] = {start[0], start[1], start[2]};
  for (int t = 0; t < steps; ++t)
    rungeKuttaStep(s, sigma, rho, beta, dt);
  return s[0] + s[1] * s[2];
}

#pragma grad wrt(start, sigma, rho, beta)
inline double lorenzCheckpointed(const double *start, double sigma, double rho, double beta, double dt,
                                 int steps) {
  double s[3] = {start[0], start[1], start[2]};
#pragma grad checkpoint(100)
  for (int t = 0; t < steps; ++t)
    rungeKuttaStep(s, sigma, rho, beta, dt);
  return s[0] + s[1] * s[2];
}

/// log det of a symmetric matrix, whose lower half is overwritten with its factor.
#pragma grad
inline double choleskyLogDeterminant(double *a, int n) {
  double logDeterminant = 0;
  for (int j = 0; j < n; ++j) {
    for (int i = j; i < n; ++i) {
      double sum = a[i * n + j];
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
inline double bodyEnergy(const double *position, const double *mass, int n) {
  double energy = 0;
  for (int i = 0; i < n; ++i)
    for (int j = i + 1; j < n; ++j) {
      double dx = position[3 * i] - position[3 * j];
      double dy = position[3 * i + 1] - position[3 * j + 1];
      double dz = position[3 * i + 2] - position[3 * j + 2];
      energy -= mass[i] * mass[j] / std::sqrt(dx * dx + dy * dy + dz * dz + 1e-4);
    }
  return energy;
}

} // namespace measured
