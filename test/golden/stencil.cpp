// RUN: %python %S/check.py %adgen %s

// Heat on a rod: two buffers that change places after every step.
#pragma grad wrt(temperature, scratch, conductivity)
double middleAfter(double *temperature, double *scratch, int n, double conductivity, int steps) {
  double *now = temperature, *next = scratch;
  next[0] = now[0];
  next[n - 1] = now[n - 1];
  for (int step = 0; step < steps; ++step) {
    for (int i = 1; i + 1 < n; ++i)
      next[i] = now[i] + conductivity * (now[i - 1] - 2 * now[i] + now[i + 1]);
    double *old = now;
    now = next;
    next = old;
  }
  return now[n / 2];
}
