// RUN: %gradient | %recorded

// The same where nothing overlaps: nothing.

#pragma grad
void f(const double *__restrict m, const double *__restrict v, double *__restrict r, int n) {
  for (int i = 0; i < n; ++i) {
    r[i] = 0;
    for (int j = 0; j < n; ++j)
      r[i] += m[i * n + j] * v[j];
  }
}

// CHECK: Gradient of
