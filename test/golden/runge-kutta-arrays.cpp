// RUN: %python %S/check.py %adgen %s

// A rigid body's rotation by the classical Runge-Kutta method, the state in an array.
static void slope(const double w[3], const double inertia[3], double dw[3]) {
  dw[0] = (inertia[1] - inertia[2]) / inertia[0] * w[1] * w[2];
  dw[1] = (inertia[2] - inertia[0]) / inertia[1] * w[2] * w[0];
  dw[2] = (inertia[0] - inertia[1]) / inertia[2] * w[0] * w[1];
}

#pragma grad wrt(start, inertia)
double finalSpin(const double start[3], const double inertia[3], double h, int steps) {
  double w[3], k1[3], k2[3], k3[3], k4[3], between[3];
  for (int i = 0; i < 3; ++i)
    w[i] = start[i];
  for (int step = 0; step < steps; ++step) {
    slope(w, inertia, k1);
    for (int i = 0; i < 3; ++i)
      between[i] = w[i] + h / 2 * k1[i];
    slope(between, inertia, k2);
    for (int i = 0; i < 3; ++i)
      between[i] = w[i] + h / 2 * k2[i];
    slope(between, inertia, k3);
    for (int i = 0; i < 3; ++i)
      between[i] = w[i] + h * k3[i];
    slope(between, inertia, k4);
    for (int i = 0; i < 3; ++i)
      w[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
  }
  return w[0];
}
