// RUN: %python %S/check.py %adgen %s

struct State {
  double x, y, z;
};

static State lorenz(const State &s, double sigma, double rho, double beta) {
  return {sigma * (s.y - s.x), s.x * (rho - s.z) - s.y, s.x * s.y - beta * s.z};
}

static State moved(const State &s, const State &slope, double h) {
  return {s.x + h * slope.x, s.y + h * slope.y, s.z + h * slope.z};
}

// Lorenz's equations by the classical Runge-Kutta method.
#pragma grad wrt(start, rho)
double finalHeight(const State &start, double sigma, double rho, double beta, double h, int steps) {
  State s = start;
  for (int i = 0; i < steps; ++i) {
    State k1 = lorenz(s, sigma, rho, beta);
    State k2 = lorenz(moved(s, k1, h / 2), sigma, rho, beta);
    State k3 = lorenz(moved(s, k2, h / 2), sigma, rho, beta);
    State k4 = lorenz(moved(s, k3, h), sigma, rho, beta);
    s = moved(moved(moved(moved(s, k1, h / 6), k2, h / 3), k3, h / 3), k4, h / 6);
  }
  return s.z;
}
