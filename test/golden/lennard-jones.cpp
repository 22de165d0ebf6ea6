// RUN: %python %S/check.py %adgen %s

// The potential energy of n particles; x, y and z of one stand together.
#pragma grad wrt(positions, epsilon)
double energy(const double *positions, int n, double epsilon, double sigma, double cutoff) {
  double sum = 0;
  for (int i = 0; i < n; ++i)
    for (int j = i + 1; j < n; ++j) {
      double r2 = 0;
      for (int k = 0; k < 3; ++k) {
        double distance = positions[3 * i + k] - positions[3 * j + k];
        r2 += distance * distance;
      }
      if (r2 > cutoff * cutoff)
        continue;
      double s2 = sigma * sigma / r2;
      double s6 = s2 * s2 * s2;
      sum += 4 * epsilon * (s6 * s6 - s6);
    }
  return sum;
}
