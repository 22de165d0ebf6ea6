// RUN: %exec-test %s %t
// lanes(n): every lane is what the derivative for one direction or cotangent gives.
#include "Check.h"
#include <adgen/lanes.h>
#include <array>
#include <cmath>
#include <tuple>
#include <vector>

#ifndef ADGEN_REFERENCE

// Numbers.
#pragma grad mode(jvp)
#pragma grad mode(jvp) lanes(3) name(ofNumbers_columns)
#pragma grad mode(vjp)
#pragma grad mode(vjp) lanes(5) name(ofNumbers_rows)
double ofNumbers(double x, double y) { return std::sin(x * y) / (1 + x * x) - 3 * y; }

// Several results.
#pragma grad mode(jvp)
#pragma grad mode(jvp) lanes(2) name(several_columns)
std::tuple<double, double> several(double x, double y) { return {x * y, std::exp(x) - y / x}; }

// Arrays, loops and branches; an array of its own.
#pragma grad mode(jvp)
#pragma grad mode(jvp) lanes(26) name(chain_columns)
#pragma grad mode(vjp)
#pragma grad mode(vjp) lanes(7) name(chain_rows)
void chain(const double *x, int n, double *y) {
  double state[4] = {};
  for (int i = 0; i < n; ++i) {
    state[i % 4] += x[i] * x[i];
    if (x[i] < 0)
      state[0] -= std::exp(x[i]) * state[1];
    for (int a = 0; a < 4; ++a)
      y[i] += state[a] * std::cos(state[(a + 1) % 4]);
  }
}

// In place, with a record of unknown length; pointers that move.
#pragma grad mode(jvp)
#pragma grad mode(jvp) lanes(4) name(settle_columns)
#pragma grad mode(vjp)
#pragma grad mode(vjp) lanes(4) name(settle_rows)
int settle(double *x, int n, double limit) {
  int steps = 0;
  while (x[0] < limit && steps < 50) {
    double *p = x;
    for (int i = 0; i + 1 < n; ++i, ++p)
      *p = *p * 1.25 + p[1] * std::sin(*p);
    ++steps;
  }
  return steps;
}

// On the heap, and two pointers that change places.
#pragma grad mode(jvp)
#pragma grad mode(jvp) lanes(2) name(smooth_columns)
#pragma grad mode(vjp)
#pragma grad mode(vjp) lanes(3) name(smooth_rows)
double smooth(const double *x, int n, int rounds) {
  double *now = new double[n], *next = new double[n];
  for (int i = 0; i < n; ++i)
    now[i] = x[i], next[i] = 0;
  for (int round = 0; round < rounds; ++round) {
    for (int i = 1; i + 1 < n; ++i)
      next[i] = now[i] * now[i] + 0.25 * (now[i - 1] - now[i + 1]);
    double *old = now;
    now = next;
    next = old;
  }
  double sum = 0;
  for (int i = 0; i < n; ++i)
    sum += now[i] * now[i];
  delete[] now;
  delete[] next;
  return sum;
}

// A zero adjoint meets an infinite derivative: zero, in its lane alone.
#pragma grad mode(vjp)
#pragma grad mode(vjp) lanes(2) name(roots_rows)
void roots(const double *x, double *y) {
  y[0] = std::sqrt(x[0]) * x[1];
  y[1] = x[0] + x[1];
}

// float.
#pragma grad mode(jvp)
#pragma grad mode(jvp) lanes(9) name(single_columns)
float single(const float *x, int n) {
  float product = 1;
  for (int i = 0; i < n; ++i)
    product *= x[i] + 0.5f;
  return product;
}

// References and std::array.
#pragma grad mode(jvp)
#pragma grad mode(jvp) lanes(3) name(turn_columns)
#pragma grad mode(vjp) wrt(v, angle, to)
#pragma grad mode(vjp) wrt(v, angle, to) lanes(3) name(turn_rows)
void turn(const std::array<double, 2> &v, const double &angle, double &to) {
  std::array<double, 2> turned;
  turned[0] = v[0] * std::cos(angle) - v[1] * std::sin(angle);
  turned[1] = turned[0] * v[1];
  for (int i = 0; i < 3; ++i)
    to += turned[i % 2] * to;
}

#include "Generated.h"

namespace {

double next() {
  static double state = 0.3;
  state = 3.9 * state * (1 - state);
  return state;
}

bool near(double x, double y) { return std::fabs(x - y) <= 1e-13 * (1 + std::fabs(y)) || (x != x && y != y); }

template <class T, int N> std::vector<adgen::Lanes<T, N>> seeds(int count) {
  std::vector<adgen::Lanes<T, N>> result(count);
  for (auto &one : result)
    for (int lane = 0; lane < N; ++lane)
      one[lane] = static_cast<T>(next() - 0.5);
  return result;
}

template <class T, int N> std::vector<T> laneOf(const std::vector<adgen::Lanes<T, N>> &from, int lane) {
  std::vector<T> result;
  for (const auto &one : from)
    result.push_back(one[lane]);
  return result;
}

template <class T, int N>
bool sameLane(const std::vector<adgen::Lanes<T, N>> &all, int lane, const std::vector<T> &one) {
  for (size_t i = 0; i < one.size(); ++i)
    if (!near(all[i][lane], one[i]))
      return false;
  return true;
}

} // namespace

CHECK(numbers) {
  const auto d = seeds<double, 3>(2);
  const auto [value, tangent] = ofNumbers_columns(1.5, 0.75, d[0], d[1]);
  EXPECT(value == ofNumbers(1.5, 0.75));
  for (int lane = 0; lane < 3; ++lane)
    EXPECT(near(tangent[lane], std::get<1>(ofNumbers_jvp(1.5, 0.75, d[0][lane], d[1][lane]))));
  const auto c = seeds<double, 5>(1);
  const auto [dx, dy] = ofNumbers_rows(1.5, 0.75, c[0]);
  for (int lane = 0; lane < 5; ++lane) {
    const auto [one_x, one_y] = ofNumbers_vjp(1.5, 0.75, c[0][lane]);
    EXPECT(near(dx[lane], one_x) && near(dy[lane], one_y));
  }
}

CHECK(tuples) {
  const auto d = seeds<double, 2>(2);
  const auto [value, tangent] = several_columns(1.5, 0.75, d[0], d[1]);
  for (int lane = 0; lane < 2; ++lane) {
    const auto [one, t] = several_jvp(1.5, 0.75, d[0][lane], d[1][lane]);
    EXPECT(one == value);
    EXPECT(near(std::get<0>(tangent)[lane], std::get<0>(t)) &&
           near(std::get<1>(tangent)[lane], std::get<1>(t)));
  }
}

CHECK(arrays) {
  std::vector<double> x, none(9, 0.125);
  for (int i = 0; i < 9; ++i)
    x.push_back(next() - 0.4);
  const auto dx = seeds<double, 26>(9);
  auto dy = seeds<double, 26>(9);
  const auto dy0 = dy;
  std::vector<double> y = none;
  chain_columns(x.data(), 9, y.data(), dx.data(), dy.data());
  std::vector<double> plain = none;
  chain(x.data(), 9, plain.data());
  EXPECT(y == plain);
  for (int lane = 0; lane < 26; ++lane) {
    std::vector<double> one = laneOf(dy0, lane), y1 = none;
    chain_jvp(x.data(), 9, y1.data(), laneOf(dx, lane).data(), one.data());
    EXPECT(sameLane(dy, lane, one));
  }
  auto rx = seeds<double, 7>(9), ry = seeds<double, 7>(9);
  const auto rx0 = rx, ry0 = ry;
  y = none;
  chain_rows(x.data(), 9, y.data(), rx.data(), ry.data());
  EXPECT(y == plain);
  for (int lane = 0; lane < 7; ++lane) {
    std::vector<double> ox = laneOf(rx0, lane), oy = laneOf(ry0, lane), y1 = none;
    chain_vjp(x.data(), 9, y1.data(), ox.data(), oy.data());
    EXPECT(sameLane(rx, lane, ox) && sameLane(ry, lane, oy));
  }
}

CHECK(inPlace) {
  const std::vector<double> start = {0.5, 0.75, -0.25, 0.5};
  std::vector<double> plain = start;
  const int steps = settle(plain.data(), 4, 9);
  EXPECT(steps > 3);
  const auto d0 = seeds<double, 4>(4);
  auto d = d0, r = d0;
  std::vector<double> x = start;
  const adgen::Lanes<double, 4> limit(0.0);
  settle_columns(x.data(), 4, 9, d.data(), limit);
  EXPECT(x == plain);
  x = start;
  settle_rows(x.data(), 4, 9, r.data());
  EXPECT(x == plain);
  for (int lane = 0; lane < 4; ++lane) {
    std::vector<double> one = laneOf(d0, lane), back = one, x1 = start;
    settle_jvp(x1.data(), 4, 9, one.data(), 0);
    EXPECT(sameLane(d, lane, one));
    x1 = start;
    settle_vjp(x1.data(), 4, 9, back.data());
    EXPECT(sameLane(r, lane, back));
  }
}

CHECK(heap) {
  std::vector<double> x;
  for (int i = 0; i < 8; ++i)
    x.push_back(next());
  const auto d = seeds<double, 2>(8);
  const auto [value, tangent] = smooth_columns(x.data(), 8, 3, d.data());
  EXPECT(value == smooth(x.data(), 8, 3));
  for (int lane = 0; lane < 2; ++lane)
    EXPECT(near(tangent[lane], std::get<1>(smooth_jvp(x.data(), 8, 3, laneOf(d, lane).data()))));
  auto r = seeds<double, 3>(8);
  const auto r0 = r;
  const auto c = seeds<double, 3>(1);
  smooth_rows(x.data(), 8, 3, c[0], r.data());
  for (int lane = 0; lane < 3; ++lane) {
    std::vector<double> one = laneOf(r0, lane);
    smooth_vjp(x.data(), 8, 3, c[0][lane], one.data());
    EXPECT(sameLane(r, lane, one));
  }
}

CHECK(zeroAdjoints) {
  using Rows = adgen::Lanes<double, 2>;
  const double x[] = {0, 2};
  double y[2];
  Rows dx[2] = {}, dy[2] = {Rows::unit(0), Rows::unit(1)};
  roots_rows(x, y, dx, dy);
  EXPECT(std::isinf(dx[0][0]));
  EXPECT(dx[0][1] == 1);
  EXPECT(dx[1][0] == 0 && dx[1][1] == 1);
}

CHECK(floats) {
  std::vector<float> x;
  for (int i = 0; i < 6; ++i)
    x.push_back(static_cast<float>(next()));
  const auto d = seeds<float, 9>(6);
  const auto [value, tangent] = single_columns(x.data(), 6, d.data());
  for (int lane = 0; lane < 9; ++lane) {
    const float one = std::get<1>(single_jvp(x.data(), 6, laneOf(d, lane).data()));
    EXPECT(std::fabs(tangent[lane] - one) <= 1e-5f * (1 + std::fabs(one)));
    EXPECT(value == single(x.data(), 6));
  }
}

CHECK(references) {
  using Lanes = adgen::Lanes<double, 3>;
  const std::array<double, 2> v = {0.75, -0.5};
  const auto d = seeds<double, 3>(4);
  const std::array<Lanes, 2> dv = {d[0], d[1]};
  double to = 1.5, plain = 1.5;
  turn(v, 0.3, plain);
  Lanes d_to = d[3];
  turn_columns(v, 0.3, to, dv, d[2], &d_to);
  EXPECT(to == plain);
  for (int lane = 0; lane < 3; ++lane) {
    double one = 1.5, tangent = d[3][lane];
    turn_jvp(v, 0.3, one, {d[0][lane], d[1][lane]}, d[2][lane], &tangent);
    EXPECT(near(d_to[lane], tangent));
  }
  to = 1.5;
  Lanes back = d[3];
  const std::tuple<std::array<Lanes, 2>, Lanes> gradients = turn_rows(v, 0.3, to, &back);
  EXPECT(to == plain);
  for (int lane = 0; lane < 3; ++lane) {
    double one = 1.5, cotangent = d[3][lane];
    const auto [of_v, of_angle] = turn_vjp(v, 0.3, one, &cotangent);
    EXPECT(near(std::get<0>(gradients)[0][lane], of_v[0]) && near(std::get<0>(gradients)[1][lane], of_v[1]));
    EXPECT(near(std::get<1>(gradients)[lane], of_angle));
    EXPECT(near(back[lane], cotangent));
  }
}

#endif
