// RUN: %exec-test %s %t
// What physicists and chemists differentiate: potentials, laws, steps of integrators.
#include "Check.h"

#pragma grad
Real lennardJones(Real r, Real depth, Real sigma) {
  Real s = sigma / r, s2 = s * s, s6 = s2 * s2 * s2;
  return 4 * depth * (s6 * s6 - s6);
}

#pragma grad
Real morse(Real r, Real depth, Real width, Real equilibrium) {
  Real e = 1 - std::exp(-width * (r - equilibrium));
  return depth * e * e;
}

#pragma grad
Real buckingham(Real r, Real a, Real b, Real c) { return a * std::exp(-b * r) - c / std::pow(r, 6); }

#pragma grad
Real yukawa(Real r, Real strength, Real mass) { return -strength * strength * std::exp(-mass * r) / r; }

#pragma grad
Real coulomb(Real x1, Real y1, Real z1, Real x2, Real y2, Real z2, Real q) {
  Real dx = x1 - x2, dy = y1 - y2, dz = z1 - z2;
  return q / std::sqrt(dx * dx + dy * dy + dz * dz);
}

#pragma grad
Real planck(Real frequency, Real temperature) {
  constexpr double h = 6.62607015e-34, c = 299792458, k = 1.380649e-23;
  return 2 * h * frequency * frequency * frequency / (c * c) / std::expm1(h * frequency / (k * temperature)) *
         1e15;
}

#pragma grad
Real vanDerWaals(Real volume, Real temperature, Real n, Real a, Real b) {
  return n * 8.314462618 * temperature / (volume - n * b) - a * n * n / (volume * volume);
}

#pragma grad
Real redlichKwong(Real v, Real t, Real a, Real b) {
  return 8.314 * t / (v - b) - a / (std::sqrt(t) * v * (v + b));
}

#pragma grad
Real antoine(Real t, Real a, Real b, Real c) { return std::pow(10, a - b / (c + t)); }

#pragma grad
Real arrhenius(Real temperature, Real factor, Real activation) {
  return factor * std::exp(-activation / (8.314 * temperature));
}

#pragma grad
Real michaelisMenten(Real s, Real vmax, Real km) { return vmax * s / (km + s); }

#pragma grad
Real hill(Real s, Real k, Real n) { return 1 / (1 + std::pow(k / s, n)); }

#pragma grad
Real nernst(Real inside, Real outside, Real temperature) {
  return 8.314 * temperature / 96485 * std::log(outside / inside);
}

#pragma grad
Real goldman(Real k, Real na, Real ratio) { return 25.7 * std::log((k + ratio * na) / (140 + ratio * 10)); }

#pragma grad
Real fermiDirac(Real energy, Real mu, Real kt) { return 1 / (std::exp((energy - mu) / kt) + 1); }

#pragma grad
Real breitWigner(Real e, Real m, Real width) {
  Real m2 = m * m, w2 = width * width, g = std::sqrt(m2 * (m2 + w2));
  Real k = 2 * M_SQRT2 * m * width * g / (M_PI * std::sqrt(m2 + g));
  Real d = e * e - m2;
  return k / (d * d + m2 * w2);
}

#pragma grad
Real lorentzFactor(Real vx, Real vy, Real vz) { return 1 / std::sqrt(1 - (vx * vx + vy * vy + vz * vz)); }

#pragma grad
Real keplerStep(Real anomaly, Real mean, Real eccentricity) {
  return anomaly -
         (anomaly - eccentricity * std::sin(anomaly) - mean) / (1 - eccentricity * std::cos(anomaly));
}

#pragma grad
Real keplerSolved(Real mean, Real eccentricity) {
  Real e = mean + eccentricity * std::sin(mean);
  e = keplerStep(e, mean, eccentricity);
  e = keplerStep(e, mean, eccentricity);
  e = keplerStep(e, mean, eccentricity);
  return e;
}

#pragma grad
Real pendulumEnergy(Real theta, Real omega, Real length) {
  return length * length * omega * omega / 2 - 9.81 * length * std::cos(theta);
}

inline Real force(Real t, Real x, Real k) { return std::cos(t) - k * x * x * x; }
#pragma grad
Real rungeKuttaStep(Real t, Real x, Real k, Real h) {
  Real k1 = force(t, x, k);
  Real k2 = force(t + h / 2, x + h / 2 * k1, k);
  Real k3 = force(t + h / 2, x + h / 2 * k2, k);
  Real k4 = force(t + h, x + h * k3, k);
  return x + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
}

struct State {
  Real q, p;
};
EXEC_FIELDS(State, q, p)
inline void kick(State &s, Real h) { s.p -= h * std::sin(s.q); }
inline void drift(State &s, Real h) { s.q += h * s.p; }
#pragma grad
State leapfrog(State s, Real h) {
  kick(s, h / 2);
  drift(s, h);
  kick(s, h / 2);
  return s;
}

#pragma grad
Real snell(Real angle, Real n1, Real n2) {
  Real s = n1 / n2 * std::sin(angle);
  if (std::fabs(s) >= 1)
    return 1;
  Real c1 = std::cos(angle), c2 = std::sqrt(1 - s * s);
  Real r = (n1 * c1 - n2 * c2) / (n1 * c1 + n2 * c2);
  return r * r;
}

#pragma grad
Real dragForce(Real v, Real density, Real area) {
  Real reynolds = density * std::fabs(v) * 1e3;
  Real coefficient = reynolds < 1      ? 24 / reynolds
                     : reynolds < 1000 ? 24 / reynolds * (1 + 0.15 * std::pow(reynolds, 0.687))
                                       : 0.44;
  return 0.5 * coefficient * density * area * v * std::fabs(v);
}

#pragma grad
Real colebrookStep(Real f, Real roughness, Real reynolds) {
  Real x = -2 * std::log10(roughness / 3.7 + 2.51 / (reynolds * std::sqrt(f)));
  return 1 / (x * x);
}

#pragma grad
Real debyeHueckel(Real strength, Real charge) {
  return -0.509 * charge * charge * std::sqrt(strength) / (1 + 1.5 * std::sqrt(strength));
}

#pragma grad
Real magnusVapour(Real celsius) { return 6.1094 * std::exp(17.625 * celsius / (celsius + 243.04)); }

#include "Generated.h"

GRADIENT(lennardJones, at({{1.2, 0.8, 1}, {0.9, 1, 1.1}}))
GRADIENT(morse, at({{1.2, 4.5, 1.9, 0.74}}))
GRADIENT(buckingham, at({{2.5, 1000, 3, 40}}))
GRADIENT(yukawa, at({{1.5, 0.6, 0.8}}))
GRADIENT(coulomb, at({{1, 2, 3, -1, 0.5, 0, 2}}))
GRADIENT(planck, at({{5e14, 5800}}))
GRADIENT(vanDerWaals, at({{0.5, 300, 1.2, 0.364, 4.267e-5}}))
GRADIENT(redlichKwong, at({{0.02, 320, 1.5, 3e-5}}))
GRADIENT(antoine, at({{80, 8.07, 1730.6, 233.4}}))
GRADIENT(arrhenius, at({{350, 1e6, 5e4}}))
GRADIENT(michaelisMenten, at({{2, 3, 0.7}}))
GRADIENT(hill, at({{2, 3, 2.8}}))
GRADIENT(nernst, at({{140, 5, 310}}))
GRADIENT(goldman, at({{5, 145, 0.05}}))
GRADIENT(fermiDirac, at({{1.1, 1, 0.05}}))
GRADIENT(breitWigner, at({{91, 91.2, 2.5}}))
GRADIENT(lorentzFactor, at({{0.3, -0.5, 0.1}}))
GRADIENT(keplerStep, at({{1, 0.8, 0.3}}))
GRADIENT(keplerSolved, at({{0.8, 0.3}, {2, 0.7}}))
GRADIENT(pendulumEnergy, at({{0.7, 0.2, 1.5}}))
GRADIENT(rungeKuttaStep, at({{0.3, 1, 0.8, 0.1}}))
GRADIENT(leapfrog, at({{0.3, 1, 0.1}}))
GRADIENT(snell, at({{0.4, 1, 1.5}, {1.2, 1.5, 1}}))
GRADIENT(dragForce, at({{0.0003, 1.2, 0.3}, {-0.3, 1.2, 0.3}, {3, 1.2, 0.3}}))
GRADIENT(colebrookStep, at({{0.02, 1e-4, 1e5}}))
GRADIENT(debyeHueckel, at({{0.05, 2}}))
GRADIENT(magnusVapour, along(-10, 25))
