// What adgen::grad passes on to derivatives that take buffers, with one written by hand in the place of a generated one.
// RUN: %clang -O2 %s -o %t && %t
// RUN: %if gxx %{ %gxx -O2 %s -o %t && %t %}
#include <adgen/Grad.h>
#include <cstdlib>

static double dot(const double *x, const double *y, int n, double scale) {
  double sum = 0;
  for (int i = 0; i < n; ++i)
    sum += x[i] * y[i];
  return scale * sum;
}
static void twice(const double *x, double *y) { *y = 2 * *x; }
struct Scale {
  double factor;
  void apply(double &x) const noexcept { x *= factor; }
};

static double dot_grad(const double *x, const double *y, int n, double scale, double *d_x) {
  for (int i = 0; i < n; ++i)
    d_x[i] += scale * y[i];
  return dot(x, y, n, 1);
}
static void twice_grad(const double *, const double *, double *d_x, double *d_y) {
  *d_x += 2 * *d_y;
  *d_y = 0;
}
static void apply_grad(const Scale &self, double &x, double *d_x) {
  self.apply(x);
  *d_x *= self.factor;
}

namespace adgen {
template <> struct Derivative<&::dot, Wrt<3, 0>, NoWeights, false> {
  using Positions = Wrt<3>;
  template <class... A> static auto gradient(A &&...a) { return ::dot_grad(static_cast<A &&>(a)...); }
  static auto valueAndGradient(const double *x, const double *y, int n, double scale, double *d_x) {
    return std::make_tuple(dot(x, y, n, scale), ::dot_grad(x, y, n, scale, d_x));
  }
};
template <> struct Derivative<&::dot, Wrt<0>, NoWeights, false> {
  using Positions = Wrt<>;
  static void gradient(const double *x, const double *y, int n, double scale, double *d_x) {
    ::dot_grad(x, y, n, scale, d_x);
  }
  static double valueAndGradient(const double *x, const double *y, int n, double scale, double *d_x) {
    ::dot_grad(x, y, n, scale, d_x);
    return dot(x, y, n, scale);
  }
};
template <> struct Derivative<&::twice, EveryParameter, NoWeights, false> {
  using Positions = Wrt<>;
  template <class... A> static auto gradient(A &&...a) { return ::twice_grad(static_cast<A &&>(a)...); }
  template <class... A> static auto valueAndGradient(A &&...a) { return ::twice_grad(static_cast<A &&>(a)...); }
};
template <> struct Derivative<&::Scale::apply, Wrt<0>, NoWeights, false> {
  using Positions = Wrt<>;
  template <class... A> static auto gradient(A &&...a) { return ::apply_grad(static_cast<A &&>(a)...); }
};
} // namespace adgen

static void expect(bool holds) {
  if (!holds)
    std::exit(1);
}

int main() {
  using adgen::grad, adgen::value_and_grad, adgen::wrt, adgen::return_ids;
  const double x[] = {1, 2}, y[] = {3, 5};

  double d_x[2] = {1, 0};
  expect(grad<dot>(wrt<3, 0>)(x, y, 2, 2, d_x) == 13 && d_x[0] == 7 && d_x[1] == 10);
  // Only what is returned has an id.
  expect(grad<dot>(wrt<3, 0>, return_ids)(x, y, 2, 2, d_x) == std::make_pair(3, 13.0));
  expect(value_and_grad<dot>(wrt<3, 0>, return_ids)(x, y, 2, 2, d_x) ==
         std::make_tuple(26.0, std::make_pair(3, 13.0)));

  // Nothing but buffers: no gradient is returned.
  static_assert(std::is_void_v<decltype(grad<dot>(wrt<0>)(x, y, 2, 2, d_x))>);
  static_assert(std::is_void_v<decltype(grad<dot>(wrt<0>, return_ids)(x, y, 2, 2, d_x))>);
  expect(value_and_grad<dot>(wrt<0>)(x, y, 2, 2, d_x) == 26);
  expect(value_and_grad<dot>(wrt<0>, return_ids)(x, y, 2, 2, d_x) == 26);

  // A function that returns nothing.
  double in = 3, out = 0, d_in = 0, d_out = 1;
  grad<twice>()(&in, &out, &d_in, &d_out);
  expect(d_in == 2 && d_out == 0);
  d_out = 1;
  value_and_grad<twice>(return_ids)(&in, &out, &d_in, &d_out);
  expect(d_in == 4);

  double changed = 3, d_changed = 1;
  grad<&Scale::apply>(wrt<0>)(Scale{4}, changed, &d_changed);
  expect(changed == 12 && d_changed == 4);
}
