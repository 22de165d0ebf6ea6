// RUN: %gradient | %recorded

// An array that the inner loop declares: what it is filled with is restored, not what is read of it.

#pragma grad wrt(x)
double f(const double *x, int n) {
  double state = 1;
  for (int i = 0; i < n; ++i) {
    double scratch[20] = {};
    for (int a = 0; a < 20; ++a)
      scratch[a] = x[a] * state;
    for (int a = 0; a < 20; ++a)
      for (int b = 0; b < 20; ++b)
        state += scratch[a] * scratch[b];
  }
  return state;
}

// CHECK: Gradient of
// CHECK: double scratch[20]
// CHECK: tape(new double[
// CHECK: state_at(new double[
// CHECK: state_at[i] = state;
// CHECK: tape[{{.*}} + a] = scratch[a];
// CHECK: scratch[a] = tape[{{.*}} + a];
