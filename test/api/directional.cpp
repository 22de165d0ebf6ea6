// What adgen::jvp and adgen::vjp pass on, with derivatives written by hand in the place of generated ones.
// RUN: %clang -O2 %s -o %t && %t
// RUN: %if gxx %{ %gxx -O2 %s -o %t && %t %}
#include <adgen/Grad.h>
#include <cstdlib>

static double f(double x, double y) { return x * y; }
struct Net {
  double w;
  double loss(double x) const { return w * x; }
};

namespace adgen {
template <> struct JvpOf<&::f, Wrt<1>> {
  static auto call(double x, double y, double d_y) { return std::make_tuple(x * y, x * d_y); }
};
template <> struct JvpOf<&::f, EveryParameter> {
  static auto call(double x, double y, double d_x, double d_y) { return std::make_tuple(x * y, d_x * y + x * d_y); }
};
template <> struct VjpOf<&::f, EveryParameter> {
  static auto call(double x, double y, double d) { return std::make_tuple(d * y, d * x); }
};
template <> struct VjpOf<&::Net::loss, Wrt<0>> {
  static double call(const Net &self, double, double d) { return d * self.w; }
};
} // namespace adgen

static void expect(bool holds) {
  if (!holds)
    std::exit(1);
}

int main() {
  using adgen::jvp, adgen::vjp, adgen::wrt;
  expect(jvp<f>(wrt<1>)(2, 3, 10) == std::make_tuple(6.0, 20.0));
  expect(jvp<f>()(2, 3, 1, 10) == std::make_tuple(6.0, 23.0));
  expect(vjp<f>()(2, 3, 10) == std::make_tuple(30.0, 20.0));
  expect(vjp<&Net::loss>(wrt<0>)(Net{3}, 2, 10) == 30);
}
