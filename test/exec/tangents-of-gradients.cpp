// RUN: %exec-test %s %t
// Forward over reverse and reverse over forward: products of second derivatives with a vector.
#include "Check.h"
#include <cmath>
#include <tuple>
#include <vector>

#ifndef ADGEN_REFERENCE

#pragma grad
#pragma grad mode(jvp)
double mixed(const double *x, int n) {
  double s = 1;
  for (int i = 0; i < n; ++i) {
    s = s * std::sin(x[i]) + x[i] * x[(i + 1) % n];
    if (s > 3)
      s = std::sqrt(s);
  }
  return s * s;
}
#pragma grad mixed_grad mode(jvp)
#pragma grad mixed_jvp

#pragma grad
double grown(double x) {
  double y = x;
  while (y < 100)
    y = y * y + x;
  return y;
}
#pragma grad grown_grad mode(jvp)

static double power(double x, int n) { return n == 0 ? 1 : x * power(std::sin(x), n - 1); }
#pragma grad
#pragma grad mode(jvp)
double recursive(double x, int n) { return power(x, n); }
#pragma grad recursive_grad mode(jvp)
#pragma grad recursive_jvp

// What its forward sweep pushes for nobody.
static double halving(double a, double b, double whole, int depth) {
  const double left = b * a * a;
  if (depth <= 0)
    return left + whole / 15;
  return halving(a, b, left, depth - 1) + halving(b, a, whole, depth - 1);
}
#pragma grad
double halved(double a, double b) { return halving(a, b, a * b, 2); }
#pragma grad halved_grad mode(jvp)

static void addTree(const double *x, int first, int last, double *sum) {
  if (last - first == 1) {
    *sum += x[first] * x[first] * x[first];
    return;
  }
  int middle = (first + last) / 2;
  addTree(x, first, middle, sum);
  addTree(x, middle, last, sum);
  *sum *= 0.5 + *sum;
}
#pragma grad
double tree(const double *x, int n) {
  double sum = 0;
  addTree(x, 0, n, &sum);
  return std::log(1 + sum);
}
#pragma grad tree_grad mode(jvp)

// It undoes and repeats what it writes to the caller's memory.
static void multiply(const double *a, const double *b, double *to, int n) {
  for (int i = 0; i < n; ++i) {
    double sum = 0;
    for (int j = 0; j < n; ++j)
      sum += a[i * n + j] * b[j];
    to[i] = sum;
  }
}
#pragma grad
double resultInRow(double *a, int n, int row) {
  multiply(a, a + n, a + row * n, n);
  multiply(a, a + row * n, a, n);
  return a[0] * a[n * n - 1] * std::sin(a[1]);
}
#pragma grad resultInRow_grad
#pragma grad resultInRow_grad mode(jvp)

#include "Generated.h"

template <class F> double difference(F &&f) {
  const double step = 1e-4;
  return (8 * (f(step) - f(-step)) - (f(2 * step) - f(-2 * step))) / (12 * step);
}
static const std::vector<double> x = {1.5, 0.7, 0.4, 2.5}, d = {1, -2, 0.5, 3};
static std::vector<double> moved(double t) {
  std::vector<double> y = x;
  for (size_t i = 0; i < y.size(); ++i)
    y[i] += t * d[i];
  return y;
}

template <class Grad, class Jvp> void compareWithDifferences(Grad grad, Jvp jvp) {
  double gradient[4] = {}, tangents[4] = {};
  jvp(x.data(), 4, gradient, d.data(), tangents);
  for (int i = 0; i < 4; ++i)
    EXPECT(isClose(tangents[i], difference([&](double t) {
                     double g[4] = {};
                     grad(moved(t).data(), 4, g);
                     return g[i];
                   }),
                   1e-8));
}
CHECK(ofALoop) { compareWithDifferences(mixed_grad, mixed_grad_jvp); }
CHECK(ofARecursion) { compareWithDifferences(tree_grad, tree_grad_jvp); }
CHECK(ofNumbers) {
  EXPECT(isClose(std::get<1>(recursive_grad_jvp(0.7, 4, 1)),
                 difference([](double t) { return recursive_grad(0.7 + t, 4); }), 1e-9));
  EXPECT(isClose(std::get<1>(grown_grad_jvp(1.7, 1)),
                 difference([](double t) { return grown_grad(1.7 + t); }), 1e-7));
}
CHECK(ofARecursionWithStacks) {
  const auto [of_a, of_b] = std::get<1>(halved_grad_jvp(0.7, 1.3, 0.6, -1.1));
  EXPECT(isClose(of_a,
                 difference([](double t) { return std::get<0>(halved_grad(0.7 + 0.6 * t, 1.3 - 1.1 * t)); }),
                 1e-9));
  EXPECT(isClose(of_b,
                 difference([](double t) { return std::get<1>(halved_grad(0.7 + 0.6 * t, 1.3 - 1.1 * t)); }),
                 1e-9));
}
CHECK(reverseOverReplay) {
  const std::vector<double> a = {0.4, -0.7, 0.9, 0.3}, w = {1, 0.5, -2, 0.7};
  for (int row : {0, 1}) {
    auto derivative = [&](size_t i, double t) {
      std::vector<double> moved = a, gradient(4);
      moved[i] += t;
      resultInRow_grad(moved.data(), 2, row, gradient.data());
      return w[0] * gradient[0] + w[1] * gradient[1] + w[2] * gradient[2] + w[3] * gradient[3];
    };
    std::vector<double> changed = a, twice = a, first(4), byEntry(4), cotangent = w;
    resultInRow_grad_grad(changed.data(), 2, row, first.data(), byEntry.data(), cotangent.data());
    resultInRow(twice.data(), 2, row);
    EXPECT(changed == twice);
    for (size_t i = 0; i < 4; ++i)
      EXPECT(isClose(byEntry[i], difference([&](double t) { return derivative(i, t); }), 1e-9));
  }
}
CHECK(forwardOverReplay) {
  const std::vector<double> a = {0.4, -0.7, 0.9, 0.3};
  for (int row : {0, 1}) {
    std::vector<double> x = a, gradient(4), tangent = d, tangentOfGradient(4);
    resultInRow_grad_jvp(x.data(), 2, row, gradient.data(), tangent.data(), tangentOfGradient.data());
    auto after = [&](double t, std::vector<double> *gradientThere) {
      std::vector<double> there = a, unused(4);
      for (size_t i = 0; i < 4; ++i)
        there[i] += t * d[i];
      resultInRow_grad(there.data(), 2, row, (gradientThere ? *gradientThere : unused).data());
      return there;
    };
    for (size_t i = 0; i < 4; ++i) {
      EXPECT(isClose(tangent[i], difference([&](double t) { return after(t, nullptr)[i]; }), 1e-9));
      EXPECT(isClose(tangentOfGradient[i], difference([&](double t) {
                       std::vector<double> there(4);
                       after(t, &there);
                       return there[i];
                     }),
                     1e-9));
    }
  }
}
CHECK(reverseOverForward) {
  double gradient[4] = {}, byDirection[4] = {}, first[4] = {};
  mixed_jvp_grad(x.data(), 4, d.data(), gradient, byDirection);
  mixed_grad(x.data(), 4, first);
  double value[4] = {}, second[4] = {};
  mixed_grad_jvp(x.data(), 4, value, d.data(), second);
  for (int i = 0; i < 4; ++i) {
    EXPECT(isClose(gradient[i], first[i] + second[i], 1e-12));
    EXPECT(isClose(byDirection[i], first[i], 1e-12));
  }
  auto [byX, byD] = recursive_jvp_grad(0.7, 4, 1);
  EXPECT(isClose(byD, recursive_grad(0.7, 4), 1e-13));
  EXPECT(isClose(byX, byD + std::get<1>(recursive_grad_jvp(0.7, 4, 1)), 1e-13));
}
#endif
