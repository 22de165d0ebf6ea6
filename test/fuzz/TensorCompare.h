// What TensorCheck.h compares.
#pragma once

#include <cstring>

namespace fuzz {

inline int &failures() {
  static int count = 0;
  return count;
}
inline bool &printsGradients() {
  static bool prints = false;
  return prints;
}
struct Current {
  const char *name;
  std::size_t point;
};
inline Current &current() {
  static Current now{};
  return now;
}
template <class... T> void fail(const char *format, T... values) {
  if (++failures() > 200)
    return;
  std::printf("%s, point %zu: ", current().name, current().point);
  std::printf(format, values...);
  std::printf("\n");
}

// Between numbers and what functions take and return

template <class P> P make(const Argument &value) {
  if constexpr (std::is_same_v<P, TensorD>) {
    return adgen::from_pointer(adgen::Shape(value.extents), value.numbers.data());
  } else
    return static_cast<P>(value.numbers[0]);
}
inline void take(Numbers &to, double x) { to.push_back(x); }
inline void take(Numbers &to, const TensorD &x) { to.insert(to.end(), x.begin(), x.end()); }
template <class A, class B> void take(Numbers &to, const std::pair<A, B> &x) {
  take(to, x.first), take(to, x.second);
}
template <class... T> void take(Numbers &to, const std::tuple<T...> &x) {
  std::apply([&](const T &...each) { (take(to, each), ...); }, x);
}
template <class T> Numbers taken(const T &x) {
  Numbers numbers;
  take(numbers, x);
  return numbers;
}

inline void expectSameBits(const char *what, const Numbers &found, const Numbers &expected) {
  if (found.size() != expected.size())
    return fail("%s has %zu numbers, not %zu", what, found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i)
    if (std::memcmp(&found[i], &expected[i], sizeof(double)) != 0)
      return fail("%s: number %zu is %.17g, not %.17g", what, i, found[i], expected[i]);
}
inline void expectClose(const char *what, const Numbers &found, const Numbers &expected, double tolerance,
                        double least) {
  if (found.size() != expected.size())
    return fail("%s has %zu numbers, not %zu", what, found.size(), expected.size());
  double scale = least;
  for (double number : expected)
    scale = std::fmax(scale, std::fabs(number));
  for (std::size_t i = 0; i < found.size(); ++i)
    if (!(std::fabs(found[i] - expected[i]) <= tolerance * scale))
      return fail("%s: entry %zu is %.17g, not %.17g", what, i, found[i], expected[i]);
}

template <class P> constexpr bool isActive = std::is_same_v<P, TensorD> || std::is_same_v<P, double>;
/// A tuple with the argument if its parameter is active.
template <class P> auto ifActive(const P &x) {
  if constexpr (isActive<P>)
    return std::tuple<P>(x);
  else
    return std::tuple<>();
}

inline Result referenceAt(const Point &point, const Point &tangents) {
  Result result;
  tensorReference(current().name, &point, &tangents, &result);
  return result;
}
inline Point zeros(Point point) {
  for (Argument &argument : point)
    argument.numbers.assign(argument.numbers.size(), 0);
  return point;
}

/// The gradient of the sum of all that is returned, one direction after the other.
template <class... P> Numbers expectedGradient(const Point &point) {
  const bool active[] = {isActive<Plain<P>>...};
  Numbers gradient;
  for (std::size_t i = 0; i < point.size(); ++i)
    for (std::size_t k = 0; active[i] && k < point[i].numbers.size(); ++k) {
      Point direction = zeros(point);
      direction[i].numbers[k] = 1;
      double sum = 0;
      for (double tangent : referenceAt(point, direction).tangents)
        sum += tangent;
      gradient.push_back(sum);
    }
  return gradient;
}

template <class... P, class F, std::size_t... i>
auto call(const F &f, const Point &point, std::index_sequence<i...>) {
  return f(make<Plain<P>>(point[i])...);
}

template <class R, class... P, class Grad, class ValueAndGrad, class Jvp, std::size_t... i>
void compare(R (*f)(P...), const Grad &grad, const ValueAndGrad &valueAndGrad, const Jvp &jvp,
             const Point &point, std::index_sequence<i...> all) {
  Point direction = zeros(point);
  for (std::size_t argument = 0; argument < direction.size(); ++argument)
    for (std::size_t k = 0; k < direction[argument].numbers.size(); ++k)
      direction[argument].numbers[k] =
          std::sin(1.7 * static_cast<double>(k) + 2.3 * static_cast<double>(argument) + 0.4);
  const Numbers value = taken(call<P...>(f, point, all));
  const Result forwards = referenceAt(point, direction);
  expectClose("the test's roles compute different outputs: the value", value, forwards.values, 1e-12, 1);

  // The arguments must be as before, also where tensors share their elements.
  const auto arguments = std::tuple<Plain<P>...>(make<Plain<P>>(point[i])...);
  const auto copies = arguments;
  const auto both = std::apply(valueAndGrad, arguments);
  expectSameBits("the arguments afterwards", taken(arguments), taken(copies));
  expectClose("the value of value_and_grad", taken(std::get<0>(both)), value, 1e-14, 1);
  const Numbers gradient = taken(std::get<1>(both));
  expectSameBits("a second call", taken(std::get<1>(std::apply(valueAndGrad, arguments))), gradient);
  expectClose("grad, compared with value_and_grad,", taken(std::apply(grad, arguments)), gradient, 1e-13,
              1e-3);
  expectClose("the result: entry of the gradient", gradient, expectedGradient<P...>(point), 1e-11, 1e-3);
  for (std::size_t k = 0; printsGradients() && k < gradient.size(); ++k)
    std::printf("gradient of %s, point %zu: %a\n", current().name, current().point, gradient[k]);

  const auto tangents = std::tuple_cat(ifActive(make<Plain<P>>(direction[i]))...);
  const auto forward = std::apply(jvp, std::tuple_cat(arguments, tangents));
  expectClose("the value of jvp", taken(std::get<0>(forward)), value, 1e-14, 1);
  expectClose("forward says", taken(std::get<1>(forward)), forwards.tangents, 1e-11, 1e-3);
}

struct Check {
  const char *name;
  std::vector<Point> points;
  std::function<void(const Point &)> run;
};
inline std::vector<Check> &checks() {
  static std::vector<Check> all;
  return all;
}
template <class R, class... P, class Grad, class ValueAndGrad, class Jvp>
bool add(const char *name, R (*f)(P...), Grad grad, ValueAndGrad valueAndGrad, Jvp jvp,
         std::vector<Point> points) {
  checks().push_back({name, std::move(points), [=](const Point &point) {
                        compare(f, grad, valueAndGrad, jvp, point, std::index_sequence_for<P...>{});
                      }});
  return true;
}

inline int runAll(const std::vector<std::string> &options) {
  std::string only;
  for (const std::string &option : options)
    if (option == "--gradients")
      printsGradients() = true;
    else if (option.rfind("--only=", 0) == 0)
      only = option.substr(7);
  for (const Check &check : checks())
    for (std::size_t i = 0; i < check.points.size() && (only.empty() || only == check.name); ++i) {
      current() = {check.name, i};
      check.run(check.points[i]);
    }
  if (checks().empty())
    std::printf("nothing is checked\n");
  return failures() || checks().empty();
}

} // namespace fuzz
