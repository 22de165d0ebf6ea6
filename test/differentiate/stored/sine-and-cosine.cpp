// RUN: %gradient | %recorded

// The adjoint of each is the other: both are kept, and neither is computed again.

#include <cmath>

#pragma grad wrt(x)
double f(const double *x, int n) {
  double state = 1;
  for (int i = 0; i < n; ++i) {
    const double angle = x[i] * state, cosine = std::cos(angle), sine = std::sin(angle);
    state = state * cosine + sine;
  }
  return state;
}

// CHECK: Gradient of
// CHECK-DAG: state_at(new double[t0])
// CHECK-DAG: cosine_at(new double[t0])
// CHECK-DAG: sine_at(new double[t0])
// CHECK: state_at[i] = state;
// CHECK: cosine_at[i] = cosine;
// CHECK: sine_at[i] = sine;
// CHECK: reverse
// CHECK-NOT: std::
