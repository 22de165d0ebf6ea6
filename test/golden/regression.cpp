// RUN: %python %S/check.py %adgen %s

// The mean squared error of a line.
#pragma grad wrt(slope, offset)
double loss(const double *x, const double *y, int n, double slope, double offset) {
  double sum = 0;
  for (int i = 0; i < n; ++i) {
    double residual = slope * x[i] + offset - y[i];
    sum += residual * residual;
  }
  return sum / n;
}
