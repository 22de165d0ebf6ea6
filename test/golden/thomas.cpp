// RUN: %python %S/check.py %adgen %s

// A tridiagonal system by Thomas's algorithm: the right-hand side becomes the solution, the upper diagonal is
// scratch.
#pragma grad
void solve(const double *lower, const double *diagonal, double *upper, double *rhs, int n) {
  upper[0] /= diagonal[0];
  rhs[0] /= diagonal[0];
  for (int i = 1; i < n; ++i) {
    double pivot = diagonal[i] - lower[i] * upper[i - 1];
    upper[i] /= pivot;
    rhs[i] = (rhs[i] - lower[i] * rhs[i - 1]) / pivot;
  }
  for (int i = n - 2; i >= 0; --i)
    rhs[i] -= upper[i] * rhs[i + 1];
}
