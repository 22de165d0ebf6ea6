// RUN: %exec-test %s %t
// mode(jvp) through loops, branches, arrays, pointers and recursion: against differences.
#include "Check.h"
#include <cmath>
#include <tuple>
#include <vector>

#ifndef ADGEN_REFERENCE

#pragma grad mode(jvp)
double dot(const double *x, const double *y, int n) {
  double s = 0;
  for (int i = 0; i < n; i++)
    s += x[i] * y[i];
  return s;
}

#pragma grad mode(jvp)
void layer(const double *a, const double *x, double *y, int n) {
  for (int i = 0; i < n; ++i) {
    double s = 0;
    for (int j = 0; j < n; ++j)
      s += a[i * n + j] * x[j];
    y[i] = std::tanh(s);
  }
}

#pragma grad mode(jvp)
double newton(double a) {
  double x = a;
  while (std::fabs(x * x - a) > 1e-15 * a)
    x = 0.5 * (x + a / x);
  return x;
}

#pragma grad mode(jvp)
double jumps(const double *c, int n, double x) {
  double tmp[16];
  int used = 0;
  for (int i = 0; i < n; i++) {
    if (i == 1)
      continue;
    tmp[used++] = c[i] * c[i] * x;
    if (c[i] > 2)
      break;
  }
  const double *p = tmp + used;
  double s = 0;
  do {
    s = s * x + *--p;
  } while (p != tmp);
  return s;
}

static double power(double x, int n) { return n == 0 ? 1 : x * power(x, n - 1); }
#pragma grad mode(jvp)
double recursive(double x, double y) { return power(std::sin(x), 3) * power(y, 2); }

static void sumTree(const double *x, int first, int last, double *sum) {
  if (last - first == 1) {
    *sum += x[first] * x[first];
    return;
  }
  int middle = (first + last) / 2;
  sumTree(x, first, middle, sum);
  sumTree(x, middle, last, sum);
}
#pragma grad mode(jvp)
double tree(const double *x, int n) {
  double sum = 0;
  sumTree(x, 0, n, &sum);
  return std::sqrt(sum);
}

struct State {
  double q[3];
  double v;
};
#pragma grad mode(jvp)
void advance(State &s, double dt) {
  for (int k = 0; k < 5; ++k) {
    for (int i = 0; i < 3; ++i)
      s.q[i] += dt * s.v * s.q[(i + 1) % 3];
    s.v *= 0.9 + s.q[0] * dt;
  }
}

#pragma grad mode(jvp)
double chosen(double x, double y, int n) {
  double a[2] = {x, y};
  double *p = a;
  for (int i = 0; i < n; ++i) {
    *p = *p * x + 1;
    p = *p > 4 ? a : a + 1;
  }
  return a[0] * a[1];
}

#pragma grad mode(jvp)
double heap(const double *x, int n) {
  double *copy = new double[n];
  for (int i = 0; i < n; ++i)
    copy[n - 1 - i] = x[i] * x[i];
  double s = 0;
  for (int i = 0; i < n; ++i)
    s += copy[i] * (i + 1);
  delete[] copy;
  return s;
}

#pragma grad mode(jvp)
double early(const double *x, int n) {
  double s = 1;
  for (int i = 0; i < n; ++i) {
    s *= x[i];
    if (s > 3)
      return s * s;
  }
  return s;
}

#pragma grad mode(jvp) wrt(x, sorted)
void sort(const double *x, double *sorted, int n) {
  for (int i = 0; i < n; ++i)
    sorted[i] = x[i];
  for (int i = 0; i < n; ++i)
    for (int j = i + 1; j < n; ++j)
      if (sorted[j] < sorted[i]) {
        double t = sorted[i];
        sorted[i] = sorted[j];
        sorted[j] = t;
      }
}

// What wrt does not name is constant, also where the function writes to other arrays.
#pragma grad mode(jvp) wrt(x, y)
#pragma grad wrt(x, y)
void weighted(const double *x, const double *w, double *y, int n) {
  for (int i = 0; i < n; ++i)
    y[i] = x[i] * w[i];
}

struct Weights {
  const double *values;
  int count;
};
/// What the struct leads to is constant, like any memory that wrt does not name.
#pragma grad mode(jvp) wrt(x, y)
#pragma grad wrt(x, y)
void weightedByModel(const double *x, const Weights &weights, double *y) {
  for (int i = 0; i < weights.count; ++i)
    y[i] = x[i] * weights.values[i];
}

// sqrt has an infinite slope at 0, which does not matter in a direction that leaves it there.
#pragma grad mode(jvp)
double roots(const double *x, int n) {
  double s = 0;
  for (int i = 0; i < n; ++i)
    s += std::sqrt(x[i]);
  return s;
}

// A tangent of a tangent.
#pragma grad mode(jvp)
double cube(double x) {
  double y = 1;
  for (int i = 0; i < 3; ++i)
    y *= x;
  return y;
}
#pragma grad cube_jvp mode(jvp) name(cube_second)

#include "Generated.h"

/// The derivative at 0 of what f computes from numbers that move.
template <class F> double difference(F &&f) {
  const double step = 1e-4;
  return (8 * (f(step) - f(-step)) - (f(2 * step) - f(-2 * step))) / (12 * step);
}
static std::vector<double> moved(std::vector<double> x, const std::vector<double> &direction, double t) {
  for (size_t i = 0; i < x.size(); ++i)
    x[i] += t * direction[i];
  return x;
}
static const std::vector<double> x = {1.5, -0.7, 0.4, 2.5, 0.9}, d = {1, -2, 0.5, 3, -1};
static const std::vector<double> z = {0.3, 0.2, -1.1, 0.8, 1.7}, e = {-1, 0.1, 2, 1, 0.4};

CHECK(ofTwoArrays) {
  auto [value, tangent] = dot_jvp(x.data(), z.data(), 5, d.data(), e.data());
  EXPECT(value == dot(x.data(), z.data(), 5));
  EXPECT(isClose(tangent, dot(d.data(), z.data(), 5) + dot(x.data(), e.data(), 5), 1e-14));
}

CHECK(ofWhatIsWritten) {
  double y[2], d_y[2] = {7, 7};
  layer_jvp(x.data(), z.data(), y, 2, d.data(), e.data(), d_y);
  for (int i = 0; i < 2; ++i)
    EXPECT(isClose(d_y[i], difference([&](double t) {
                     double out[2];
                     layer(moved(x, d, t).data(), moved(z, e, t).data(), out, 2);
                     return out[i];
                   }),
                   1e-9));
}

CHECK(ofAnIteration) { EXPECT(isClose(std::get<1>(newton_jvp(3, 2)), 1 / std::sqrt(3), 1e-13)); }

CHECK(ofJumps) {
  EXPECT(isClose(std::get<1>(jumps_jvp(x.data(), 5, 1.2, d.data(), 0.5)),
                 difference([&](double t) { return jumps(moved(x, d, t).data(), 5, 1.2 + 0.5 * t); }), 1e-8));
}

CHECK(ofRecursion) {
  EXPECT(isClose(std::get<1>(recursive_jvp(0.7, 1.3, 1, -2)),
                 difference([](double t) { return recursive(0.7 + t, 1.3 - 2 * t); }), 1e-9));
  EXPECT(isClose(std::get<1>(tree_jvp(x.data(), 5, d.data())),
                 difference([](double t) { return tree(moved(x, d, t).data(), 5); }), 1e-9));
}

CHECK(ofAStructThatChanges) {
  State s{{1, 2, 3}, 0.5}, d_s{{1, -1, 0.5}, 2}, direction = d_s;
  advance_jvp(s, 0.1, &d_s, 0.3);
  for (int i = 0; i < 4; ++i)
    EXPECT(isClose(i < 3 ? d_s.q[i] : d_s.v, difference([&](double t) {
                     State m{{1, 2, 3}, 0.5 + t * direction.v};
                     for (int k = 0; k < 3; ++k)
                       m.q[k] += t * direction.q[k];
                     advance(m, 0.1 + 0.3 * t);
                     return i < 3 ? m.q[i] : m.v;
                   }),
                   1e-8));
}

CHECK(ofPointers) {
  EXPECT(isClose(std::get<1>(chosen_jvp(1.3, 0.6, 6, 1, -1)),
                 difference([](double t) { return chosen(1.3 + t, 0.6 - t, 6); }), 1e-8));
  EXPECT(isClose(std::get<1>(heap_jvp(x.data(), 5, d.data())),
                 difference([](double t) { return heap(moved(x, d, t).data(), 5); }), 1e-8));
}

CHECK(ofAnEarlyReturn) {
  for (int n : {1, 2, 5}) {
    const std::vector<double> p = {1.5, 1.2, 2.5, 2.5, 0.9};
    EXPECT(isClose(std::get<1>(early_jvp(p.data(), n, d.data())),
                   difference([&](double t) { return early(moved(p, d, t).data(), n); }), 1e-8));
  }
}

CHECK(ofASort) {
  double sorted[5], d_sorted[5];
  sort_jvp(x.data(), sorted, 5, d.data(), d_sorted);
  EXPECT(std::vector<double>(d_sorted, d_sorted + 5) == std::vector<double>({-2, 0.5, -1, 1, 3}));
}

CHECK(withConstantMemory) {
  double y[2], d_y[2] = {7, 7}, d_x[2] = {};
  weighted_jvp(x.data(), z.data(), y, 2, d.data(), d_y);
  EXPECT(d_y[0] == d[0] * z[0] && d_y[1] == d[1] * z[1]);
  weighted_grad(x.data(), z.data(), y, 2, d_x, d_y);
  EXPECT(d_x[0] == d[0] * z[0] * z[0] && d_x[1] == d[1] * z[1] * z[1]);
}

CHECK(withConstantMemoryInAStruct) {
  double y[2], d_y[2] = {7, 7}, d_x[2] = {};
  const Weights weights = {z.data(), 2};
  weightedByModel_jvp(x.data(), weights, y, d.data(), d_y);
  EXPECT(d_y[0] == d[0] * z[0] && d_y[1] == d[1] * z[1]);
  weightedByModel_grad(x.data(), weights, y, d_x, d_y);
  EXPECT(d_x[0] == d[0] * z[0] * z[0] && d_x[1] == d[1] * z[1] * z[1]);
}

CHECK(whatDoesNotMoveContributesNothing) {
  const double at[] = {0, 4}, direction[] = {0, 1};
  EXPECT(std::get<1>(roots_jvp(at, 2, direction)) == 0.25);
}

CHECK(ofATangent) {
  auto [first, second] = cube_second(2, 1, 1, 0);
  EXPECT(std::get<1>(first) == 12);
  EXPECT(std::get<1>(second) == 12);
}
#endif
