// What threads.cpp differentiates: between them they need everything that a derivative may keep.
#pragma once

#include <adgen/adgen.h>
#include <cmath>
#include <cstddef>

#pragma grad wrt(x, a)
inline double taped(const double *x, int n, double a) {
  double sum = 0, y = a;
  for (int i = 0; i < n; ++i) {
    y = std::sin(y * x[i]) + a;
    if (y > 1.2)
      y *= 0.5;
    for (int j = i; j < n; j += 7)
      sum += y * x[j] * std::exp(-sum * sum);
  }
  return sum + y;
}

#pragma grad
inline double untilSmall(double x) {
  while (x > 1)
    x = std::sqrt(x) * 0.9 + 0.01 * x;
  return x * x;
}

#pragma grad wrt(a, b)
inline double recursive(double a, double b, int depth) {
  if (depth <= 0)
    return a * std::sin(b);
  const double left = std::sin(recursive(a * b, std::cos(a), depth - 1));
  return left * recursive(a - b, left * b, depth - 2) + b;
}

#pragma grad wrt(x)
inline double localArrays(const double *x) {
  double m[3][4] = {}, row[4] = {1, 0.5, 0.25, 2};
  for (int i = 0; i < 12; ++i)
    m[i / 4][i % 4] = std::tanh(x[i]);
  for (int k = 0; k < 3; ++k)
    for (int j = 1; j < 4; ++j) {
      m[k][j] += m[k][j - 1] * row[j];
      row[j] = 0.5 * row[j - 1] + std::sin(m[k][j]);
    }
  return row[0] * row[3] + m[2][3] * row[1] + row[2];
}

#pragma grad wrt(x)
inline void inPlace(double *x, int n) {
  for (int pass = 0; pass < 3; ++pass)
    for (int i = 1; i + 1 < n; ++i)
      x[i] = std::sin(0.25 * x[i - 1] + 0.5 * x[i] * x[i] + 0.25 * x[i + 1]);
}

#pragma grad wrt(x)
inline double onHeap(const double *x, int n) {
  double *w = new double[static_cast<std::size_t>(n)];
  for (int i = 0; i < n; ++i)
    w[i] = x[i] * x[i];
  for (int i = 1; i < n; ++i)
    w[i] = std::sin(w[i] + w[i - 1]) * w[i];
  const double last = w[n - 1] * w[n / 2];
  delete[] w;
  return last;
}

struct Link {
  double value;
  Link *next;
};
#pragma grad wrt(x)
inline double list(const double *x, int n) {
  Link *head = nullptr;
  for (int i = 0; i < n; ++i)
    head = new Link{x[i] * x[i], head};
  double sum = 1;
  while (head) {
    sum = std::sin(sum * head->value) + head->value;
    Link *gone = head;
    head = head->next;
    delete gone;
  }
  return sum;
}

#pragma grad wrt(x, y)
inline double checkpointed(double x, double y, int n) {
#pragma grad checkpoint(4)
  for (int i = 0; i < n; ++i) {
    const double old = x;
    x += 0.1 * std::sin(y) * x;
    y -= 0.1 * old * y;
  }
  return x * y;
}

#pragma grad wrt(x)
inline double table(double x, int k) {
  static const double coefficients[5] = {1, -0.5, 0.25, 2, 0.125};
  static constexpr int order[5] = {3, 1, 4, 0, 2};
  double y = 0;
  for (int i = 0; i < 5; ++i)
    y = y * x + coefficients[order[(i + k) % 5]] * std::exp(x);
  return y * y;
}

inline double firstOfTwo(double x, double y) { return std::sin(x) * y; }
inline double secondOfTwo(double x, double y) { return x * y * y; }
#pragma grad wrt(x, y)
inline double chosen(double x, double y, int k) {
  double (*f)(double, double) = k % 2 ? firstOfTwo : secondOfTwo;
  auto twice = [&](double z) { return f(f(z, y), x); };
  return twice(x) + f(y, x);
}

#pragma grad wrt(x, a) mode(jvp)
inline double forward(const double *x, int n, double a) {
  double sum = 0, w[4] = {};
  for (int i = 0; i < n; ++i) {
    w[i % 4] += x[i] * a;
    sum += std::sin(w[(i + 1) % 4]) * w[i % 4];
  }
  return sum;
}

#pragma grad wrt(x) name(once_dx)
inline double once(double x, int n) {
  double y = x;
  for (int i = 0; i < n; ++i)
    y = std::sin(y) * x;
  return y;
}
#pragma grad once_dx wrt(x) name(once_dx_dx)

struct State {
  double position, speed, drag;
  void step(double dt) {
    position += speed * dt;
    speed -= dt * (position + drag * speed * std::fabs(speed));
  }
};
#pragma grad wrt(s)
inline double flight(State s, int n) {
  for (int i = 0; i < n && s.position > -1; ++i)
    s.step(0.05);
  return s.position * s.speed;
}

// Large enough for the library, not for loops of adgen's own.
#pragma grad wrt(x, w, b)
inline adgen::TensorD layers(const adgen::TensorD &x, const adgen::TensorD &w, const adgen::TensorD &b) {
  const adgen::TensorD h = tanh(matmul(x, w) + b);
  const adgen::TensorD p = softmax(matmul(h, transpose(w)), 1);
  return sum(square(p - x)) + mean(h, {0}) * b;
}

#pragma grad wrt(x, w)
inline double recurrent(adgen::TensorD x, const adgen::TensorD &w, int n) {
  double sum = 0;
  for (int i = 0; i < n; ++i) {
    x = tanh(matmul(w, x) + x * 0.5);
    if (x(0) > 0)
      sum += x(i) * adgen::sum(x).item();
    else
      x = x * x + 0.25;
  }
  return sum;
}

struct Network : adgen::Cell {
  adgen::Linear hidden{12, 16, 1};
  adgen::Linear output{16, 2, 2};

  using Cell::construct;
  adgen::Tensor construct(const adgen::Tensor &x) const override { return output(relu(hidden(x))); }
};
#pragma grad wrt() weights(network)
inline adgen::Tensor loss(const Network &network, const adgen::Tensor &x, const adgen::Tensor &y) {
  return binary_cross_entropy_with_logits(network(x), y);
}
