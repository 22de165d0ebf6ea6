// What adgen::grad makes of its options, with derivatives written by hand in the place of generated ones.
// RUN: %clang -O2 %s -o %t && %t
// RUN: %if gxx %{ %gxx -O2 %s -o %t && %t %}
#include <adgen/Grad.h>
#include <array>
#include <cstdio>
#include <cstdlib>

static double f(double x, double y) { return x * y; }
struct Net {
  double w;
  double loss(double x) const { return w * x; }
};
static Net model{3};
static double g(const Net &net, double x) { return net.w * x; }

namespace adgen {
template <> struct Derivative<&::f, Wrt<1>, NoWeights, false> {
  using Positions = Wrt<1>;
  static double gradient(double x, double) { return x; }
  static auto valueAndGradient(double x, double y) { return std::make_pair(x * y, x); }
};
template <> struct Derivative<&::f, Wrt<1, 0>, NoWeights, false> {
  using Positions = Wrt<1, 0>;
  static auto gradient(double x, double y) { return std::make_tuple(x, y); }
  static auto valueAndGradient(double x, double y) { return std::make_tuple(x * y, gradient(x, y)); }
};
template <> struct Derivative<&::f, EveryParameter, NoWeights, false> : Derivative<&::f, Wrt<1, 0>, NoWeights, false> {};
template <> struct Derivative<&::f, Wrt<0>, NoWeights, true> {
  using Positions = Wrt<0>;
  static auto gradient(double x, double y) { return std::make_tuple(y, std::make_tuple(x)); }
};
template <> struct Derivative<&::Net::loss, Wrt<0>, NoWeights, false> {
  using Positions = Wrt<0>;
  static double gradient(const Net &net, double) { return net.w; }
};
template <> struct Derivative<&::f, Wrt<>, WeightsOf<::Net>, false> {
  using Positions = Wrt<>;
  static auto valueAndGradient(double x, double y) { return std::make_tuple(x * y, std::array<double, 1>{x}); }
  static const void *weightsObject() { return &::model; }
  static constexpr const char *weightNames[] = {"w"};
};
template <> struct Derivative<&::g, Wrt<1>, WeightsOf<::Net>, false> {
  using Positions = Wrt<1>;
  static auto gradient(const Net &net, double x) { return std::make_tuple(net.w, std::array<double, 1>{x}); }
  static constexpr int weightsParameter = 0;
  static constexpr const char *weightNames[] = {"w"};
};
} // namespace adgen

static void expect(bool holds, int line) {
  if (!holds) {
    std::printf("wrong in line %d\n", line);
    std::exit(1);
  }
}
#define EXPECT(condition) expect(condition, __LINE__)
template <class Action> static bool throws(Action action) {
  try {
    action();
    return false;
  } catch (const std::invalid_argument &) {
    return true;
  }
}

int main() {
  using adgen::grad, adgen::value_and_grad, adgen::wrt, adgen::return_ids, adgen::has_aux, adgen::weights;

  // One position: the gradient itself. Several: a tuple in their order.
  constexpr auto one = grad<f>(wrt<1>);
  static_assert(std::is_same_v<decltype(one(2, 5)), double>);
  EXPECT(one(2, 5) == 2);
  auto [dy, dx] = grad<f>(wrt<1, 0>)(2, 5);
  EXPECT(dy == 2 && dx == 5);
  auto [value, gradient] = value_and_grad<f>(wrt<1>)(2, 5);
  EXPECT(value == 10 && gradient == 2);
  EXPECT(std::get<1>(grad<f>()(2, 5)) == 5);
  EXPECT(grad<&Net::loss>(wrt<0>)(model, 2) == 3);

  // return_ids
  EXPECT(grad<f>(return_ids, wrt<1>)(2, 5) == std::make_pair(1, 2.0));
  auto [first, second] = grad<f>(return_ids)(2, 5);
  EXPECT(first.first == 1 && second.first == 0 && second.second == 5);
  EXPECT(value_and_grad<f>(wrt<1>, return_ids)(2, 5) == std::make_tuple(10.0, std::make_pair(1, 2.0)));

  // has_aux
  auto [dx2, others] = grad<f>(wrt<0>, has_aux)(2, 5);
  EXPECT(dx2 == 5 && std::get<0>(others) == 2);
  auto [named, sameOthers] = grad<f>(wrt<0>, has_aux, return_ids)(2, 5);
  EXPECT(named.first == 0 && named.second == 5 && sameOthers == others);

  // weights of a global, and of a parameter
  EXPECT(std::get<1>(value_and_grad<f>(weights(model))(2, 5))[0] == 2);
  EXPECT(std::get<1>(value_and_grad<f>(wrt<>, weights(model), return_ids)(2, 5))[0].first == "w");
  Net other{1};
  EXPECT(throws([&] { value_and_grad<f>(weights(other)); }));
  auto [dg, dw] = grad<g>(wrt<1>, weights(other), return_ids)(other, 7);
  EXPECT(dg.first == 1 && dg.second == 1 && dw[0].first == "w" && dw[0].second == 7);
  EXPECT(throws([&] { grad<g>(wrt<1>, weights(other))(model, 7); }));
}
