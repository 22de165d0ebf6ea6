// RUN: %corpus-test %s %t
// Time stepping: ordinary and partial differential equations, many bodies, stencils.
#include "CorpusCheck.h"

#include <utility>

static void lorenz(const Real *s, Real *ds, Real sigma, Real rho, Real beta) {
  ds[0] = sigma * (s[1] - s[0]);
  ds[1] = s[0] * (rho - s[2]) - s[1];
  ds[2] = s[0] * s[1] - beta * s[2];
}

#pragma grad
#pragma grad mode(jvp)
Real rungeKutta(Real *s, int steps, Real dt, Real sigma, Real rho, Real beta) {
  Real k1[3], k2[3], k3[3], k4[3], t[3];
  for (int step = 0; step < steps; ++step) {
    lorenz(s, k1, sigma, rho, beta);
    for (int i = 0; i < 3; ++i)
      t[i] = s[i] + 0.5 * dt * k1[i];
    lorenz(t, k2, sigma, rho, beta);
    for (int i = 0; i < 3; ++i)
      t[i] = s[i] + 0.5 * dt * k2[i];
    lorenz(t, k3, sigma, rho, beta);
    for (int i = 0; i < 3; ++i)
      t[i] = s[i] + dt * k3[i];
    lorenz(t, k4, sigma, rho, beta);
    for (int i = 0; i < 3; ++i)
      s[i] += dt / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
  }
  return s[0] * s[0] + s[2];
}

#pragma grad
#pragma grad mode(jvp)
Real leapfrog(Real x, Real v, Real stiffness, Real dt, int steps) {
  v -= 0.5 * dt * stiffness * std::sin(x);
  for (int i = 0; i < steps; ++i) {
    x += dt * v;
    v -= dt * stiffness * std::sin(x);
  }
  return 0.5 * v * v - stiffness * std::cos(x);
}

#pragma grad
#pragma grad mode(jvp)
Real verlet(Real x, Real v, Real dt, int steps) {
  Real previous = x - v * dt + 0.5 * dt * dt * -x;
  for (int i = 0; i < steps; ++i) {
    Real next = 2 * x - previous - dt * dt * x * x * x;
    previous = x;
    x = next;
  }
  return x * (x - previous) / dt;
}

#pragma grad
#pragma grad mode(jvp)
Real adaptiveEuler(Real y, Real end) {
  Real t = 0, h = 0.3;
  int rejected = 0;
  while (t < end) {
    if (t + h > end)
      h = end - t;
    Real full = y + h * (t - y * y);
    Real half = y + 0.5 * h * (t - y * y);
    half += 0.5 * h * (t + 0.5 * h - half * half);
    Real error = std::fabs(full - half);
    if (error > 0.02 && rejected < 20) {
      h *= 0.5;
      ++rejected;
      continue;
    }
    t += h;
    y = 2 * half - full;
    if (error < 0.002)
      h *= 1.7;
  }
  return y;
}

#pragma grad
#pragma grad mode(jvp)
Real implicitEuler(Real y, Real k, Real dt, int steps) {
  for (int i = 0; i < steps; ++i) {
    Real guess = y;
    for (int newton = 0; newton < 4; ++newton) {
      Real residual = guess - y + dt * k * guess * guess * guess;
      guess -= residual / (1 + 3 * dt * k * guess * guess);
    }
    y = guess;
  }
  return y;
}

#pragma grad
#pragma grad mode(jvp)
void wave(Real *u, Real *before, int n, int steps, Real c) {
  for (int t = 0; t < steps; ++t) {
    Real left = u[0];
    for (int i = 1; i < n - 1; ++i) {
      Real here = u[i];
      u[i] = 2 * here - before[i] + c * c * (left - 2 * here + u[i + 1]);
      before[i] = here;
      left = here;
    }
  }
}

#pragma grad
#pragma grad mode(jvp)
Real heat2d(const Real *start, int n, int steps, Real k) {
  Real a[5][5], b[5][5];
  Real(*now)[5] = a, (*next)[5] = b;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j)
      a[i][j] = b[i][j] = start[i * n + j];
  for (int t = 0; t < steps; ++t) {
    for (int i = 1; i < n - 1; ++i)
      for (int j = 1; j < n - 1; ++j)
        next[i][j] =
            now[i][j] + k * (now[i - 1][j] + now[i + 1][j] + now[i][j - 1] + now[i][j + 1] - 4 * now[i][j]);
    std::swap(now, next);
  }
  Real energy = 0;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j)
      energy += now[i][j] * now[i][j];
  return energy;
}

#pragma grad
#pragma grad mode(jvp)
void redBlack(Real (*u)[4], const Real (*f)[4], int sweeps, Real omega) {
  for (int sweep = 0; sweep < sweeps; ++sweep)
    for (int colour = 0; colour < 2; ++colour)
      for (int i = 1; i < 3; ++i)
        for (int j = 1 + (i + colour) % 2; j < 3; j += 2)
          u[i][j] +=
              omega * (0.25 * (u[i - 1][j] + u[i + 1][j] + u[i][j - 1] + u[i][j + 1] - f[i][j]) - u[i][j]);
}

#pragma grad
#pragma grad mode(jvp)
Real upwind(Real *u, int n, int steps, Real dt) {
  for (int t = 0; t < steps; ++t) {
    Real last = u[n - 1];
    for (int i = n - 1; i > 0; --i)
      u[i] -= dt * (u[i] > 0 ? u[i] * (u[i] - u[i - 1]) : 0.5 * u[i] * u[i - 1]);
    u[0] = last;
  }
  Real sum = 0;
  for (int i = 0; i < n; ++i)
    sum += u[i] * u[i];
  return sum;
}

#pragma grad
#pragma grad mode(jvp)
Real bodyEnergy(const Real *x, const Real *y, const Real *z, const Real *m, int n) {
  Real energy = 0;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < i; ++j) {
      Real dx = x[i] - x[j], dy = y[i] - y[j], dz = z[i] - z[j];
      Real r2 = dx * dx + dy * dy + dz * dz + 1e-3;
      energy -= m[i] * m[j] / std::sqrt(r2);
    }
  return energy;
}

#pragma grad
#pragma grad mode(jvp)
Real lennardJones(const Real (*position)[3], int n, Real cutoff) {
  Real energy = 0;
  for (int i = 0; i < n - 1; ++i)
    for (int j = i + 1; j < n; ++j) {
      Real r2 = 0;
      for (int k = 0; k < 3; ++k) {
        Real d = position[i][k] - position[j][k];
        r2 += d * d;
      }
      if (r2 > cutoff * cutoff)
        continue;
      Real inverse6 = 1 / (r2 * r2 * r2);
      energy += 4 * inverse6 * (inverse6 - 1);
    }
  return energy;
}

struct Body {
  Real position[2], speed[2], mass;
};
EXEC_FIELDS(Body, position, speed, mass)

static void accelerate(const Body *bodies, int n, Real (*force)[2]) {
  for (int i = 0; i < n; ++i)
    force[i][0] = force[i][1] = 0;
  for (int i = 0; i < n; ++i)
    for (int j = i + 1; j < n; ++j) {
      Real d[2], r2 = 0.1;
      for (int k = 0; k < 2; ++k) {
        d[k] = bodies[j].position[k] - bodies[i].position[k];
        r2 += d[k] * d[k];
      }
      Real scale = 1 / (r2 * std::sqrt(r2));
      for (int k = 0; k < 2; ++k) {
        force[i][k] += bodies[j].mass * d[k] * scale;
        force[j][k] -= bodies[i].mass * d[k] * scale;
      }
    }
}

#pragma grad
#pragma grad mode(jvp)
void orbit(Body *bodies, int n, int steps, Real dt) {
  Real force[4][2];
  for (int t = 0; t < steps; ++t) {
    accelerate(bodies, n, force);
    for (Body *b = bodies; b != bodies + n; ++b)
      for (int k = 0; k < 2; ++k) {
        b->speed[k] += dt * force[b - bodies][k];
        b->position[k] += dt * b->speed[k];
      }
  }
}

#pragma grad
#pragma grad mode(jvp)
Real bouncingBall(Real height, Real speed, Real restitution, int steps) {
  const Real dt = 0.05;
  int bounces = 0;
  for (int i = 0; i < steps; ++i) {
    speed -= 9.81 * dt;
    height += speed * dt;
    if (height < 0) {
      height = -height * restitution;
      speed = -speed * restitution;
      if (++bounces == 3)
        return height + 100;
    }
  }
  return height + 0.01 * speed * bounces;
}

#pragma grad
#pragma grad mode(jvp)
Real predatorPrey(Real a, Real b, Real c, Real d, Real prey, Real hunters) {
  Real peak = prey;
  for (int i = 0; i < 25; ++i) {
    Real dPrey = prey * (a - b * hunters), dHunters = hunters * (d * prey - c);
    prey += 0.1 * dPrey;
    hunters += 0.1 * dHunters;
    if (prey > peak)
      peak = prey;
  }
  return peak * hunters;
}

#pragma grad
#pragma grad mode(jvp)
void cellularDecay(Real *u, int n, int steps) {
  for (int t = 0; t < steps; ++t) {
    Real first = u[0];
    for (int i = 0; i < n; ++i) {
      Real right = i + 1 < n ? u[i + 1] : first;
      u[i] = std::tanh(u[i] + 0.5 * right);
    }
  }
}

#include "../exec/Generated.h"

CORPUS(rungeKutta, point(array({1, 0.5, 2}), 4, 0.02, 10, 28, 2.6),
       point(array({1, 0.5, 2}), 0, 0.02, 10, 28, 2.6))
CORPUS(leapfrog, point(0.3, 0.4, 2, 0.1, 6))
CORPUS(verlet, point(0.3, 0.4, 0.1, 6))
CORPUS(adaptiveEuler, point(0.9, 2), point(0.2, 0.1))
CORPUS(implicitEuler, point(0.9, 2, 0.1, 4))
CORPUS(wave, point(filled(6, -1, 1), filled(6, -1, 1), 6, 3, 0.7))
CORPUS(heat2d, point(filled(25, -1, 1), 5, 3, 0.2))
CORPUS(redBlack, point(filled(16, -1, 1), filled(16, -1, 1), 3, 1.3))
CORPUS(upwind, point(filled(6, -1, 1), 6, 3, 0.3))
CORPUS(bodyEnergy, point(filled(4, -1, 1), filled(4, 0, 1), filled(4, -2, 1), filled(4, 1, 2), 4))
CORPUS(lennardJones, point(filled(12, -1, 1.5), 4, 1.6))
CORPUS(orbit, point(filled(15, 0.2, 1), 3, 3, 0.1))
CORPUS(bouncingBall, point(0.5, 0.4, 0.8, 20), point(0.1, 0, 0.6, 60))
CORPUS(predatorPrey, point(1, 0.5, 0.8, 0.3, 2, 1))
CORPUS(cellularDecay, point(filled(5, -1, 1), 5, 3))
