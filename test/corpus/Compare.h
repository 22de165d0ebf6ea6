// What the corpus compares (see CorpusCheck.h).
#pragma once

#include "Outcome.h"

#include <cstdio>
#include <string>

void corpusReference(const char *name, const void *point, void *jacobian);

namespace corpus {

struct Check {
  Functions functions;
  std::vector<Point> points;
  void (*run)(const Functions &, const Point &);
};
inline std::vector<Check> &checks() {
  static std::vector<Check> all;
  return all;
}
inline int &failures() {
  static int count = 0;
  return count;
}

inline bool &printsGradients() {
  static bool prints = false;
  return prints;
}

/// The check that runs, for messages.
struct Current {
  const char *name;
  std::size_t point;
};
inline Current &current() {
  static Current now{};
  return now;
}
template <class... T> void fail(const char *format, T... values) {
  // What one defect has to say is in its first lines.
  if (++failures() > 200)
    return;
  std::printf("%s, point %zu: ", current().name, current().point);
  std::printf(format, values...);
  std::printf("\n");
}

/// \param scale what the tolerance is relative to.
inline bool isClose(double x, double expected, double scale, double tolerance) {
  return x == expected || std::fabs(x - expected) <= tolerance * scale;
}
inline double largestOf(const std::vector<double> &numbers) {
  double largest = 0;
  for (double number : numbers)
    largest = std::fmax(largest, std::fabs(number));
  return largest;
}

inline void expectSameBits(const char *what, const Numbers &found, const Numbers &expected) {
  if (found.size() != expected.size())
    return fail("%s has %zu numbers, not %zu", what, found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    const long double x = found[i], y = expected[i];
    if (x == y ? std::signbit(x) != std::signbit(y) : !(std::isnan(x) && std::isnan(y)))
      return fail("%s: number %zu is %.17Lg, not %.17Lg", what, i, x, y);
  }
}

/// The differences, after a look at how far they can be trusted.
inline Jacobian jacobianAt(const char *name, const Point &point, const std::vector<double> &values) {
  Jacobian jacobian;
  corpusReference(name, &point, &jacobian);
  if (!(jacobian.doubt < 1e-11))
    fail("the test's differences are not sure of themselves: %g", jacobian.doubt);
  const double tolerance = std::fmax(1e-9, 10 * point.tolerance);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!isClose(values[i], jacobian.values[i], std::fmax(1, std::fabs(values[i])), tolerance))
      fail("the test's roles compute different outputs %zu: %.17g and %.17g", i, values[i],
           jacobian.values[i]);
  return jacobian;
}

/// The gradient of the outputs weighted with 1 and `seeds`, for the active inputs.
inline std::vector<double> expectedGradient(const Jacobian &jacobian, const Layout &layout,
                                            const std::vector<double> &seeds) {
  std::vector<double> gradient;
  for (std::size_t input : layout.inputs) {
    const double *entries = jacobian.entries.data() + input * jacobian.outputs;
    double sum = entries[0];
    for (std::size_t i = 0; i < seeds.size(); ++i)
      sum += seeds[i] == 0 ? 0 : seeds[i] * entries[layout.outputs[i]];
    gradient.push_back(sum);
  }
  return gradient;
}

/// Numbers to seed and to go along: no two alike, none zero.
inline std::vector<double> weights(std::size_t count, int which) {
  std::vector<double> numbers = filled(count, 0.4, 1.7).numbers;
  for (std::size_t i = 0; i < count; ++i)
    if ((static_cast<int>(i) * (which + 1) + which) % 3 == 0)
      numbers[i] = -numbers[i] * (1 + 0.1 * which);
  return numbers;
}

/// The gradient with these seeds in the buffers, after it has been compared.
inline std::vector<double> compareReverse(const Functions &functions, const Point &point,
                                          const Outcome &primal, const Jacobian &jacobian,
                                          const Layout &layout, const std::vector<double> &seeds) {
  const Outcome found = runReverse(functions, functions.valueAndGrad, point, seeds);
  expectSameBits("the value of value_and_grad", found.returned.value, primal.returned.value);
  expectSameBits("what value_and_grad leaves", found.contents, primal.contents);
  const Outcome again = runReverse(functions, functions.valueAndGrad, point, seeds);
  expectSameBits("a second call", again.gradient, found.gradient);
  const Outcome alone = runReverse(functions, functions.grad, point, seeds);
  expectSameBits("what grad leaves", alone.contents, primal.contents);
  expectSameBits("grad, compared with value_and_grad,", alone.gradient, found.gradient);

  const std::vector<double> gradient(found.gradient.begin(), found.gradient.end());
  for (std::size_t i = 0; printsGradients() && i < gradient.size(); ++i)
    std::printf("gradient of %s, point %zu: %a\n", current().name, current().point, gradient[i]);
  const std::vector<double> expected = expectedGradient(jacobian, layout, seeds);
  const double scale = std::fmax(largestOf(expected), 1e-3);
  for (std::size_t i = 0; i < expected.size(); ++i)
    if (!isClose(gradient[i], expected[i], scale, point.tolerance))
      fail("%s: entry %zu of the gradient is %.17g, not %.17g",
           largestOf(seeds) == 0 ? "buffers at zero" : "buffers seeded", i, gradient[i], expected[i]);
  return gradient;
}

/// The dot-product identity, along several directions.
inline void compareForward(const Functions &functions, const Point &point, const Outcome &primal,
                           const std::vector<double> &seeds, const std::vector<double> &gradient) {
  for (int which = 1; which <= 3; ++which) {
    const std::vector<double> direction = weights(gradient.size(), which);
    const Outcome forward = runForward(functions, point, direction);
    expectSameBits("the value of jvp", forward.returned.value, primal.returned.value);
    expectSameBits("what jvp leaves", forward.contents, primal.contents);
    double left = 0, right = 0, scale = 1e-3;
    auto add = [&](double &to, double term) {
      to += term;
      scale = std::fmax(scale, std::fabs(term));
    };
    for (Number tangent : forward.returned.derivative)
      add(left, static_cast<double>(tangent));
    for (std::size_t i = 0; i < seeds.size(); ++i)
      add(left, seeds[i] * static_cast<double>(forward.tangents[i]));
    for (std::size_t i = 0; i < gradient.size(); ++i)
      add(right, gradient[i] * direction[i]);
    if (!isClose(left, right, scale, std::fmax(1e-12, point.tolerance * 1e-2)))
      fail("forward says %.17g along direction %d, reverse %.17g", left, which, right);
  }
}

inline void compareAll(const Functions &functions, const Point &point) {
  const Outcome primal = runPrimal(functions, point);
  const Layout layout = layoutOf(functions, point);
  const Jacobian jacobian = jacobianAt(functions.name, point, primal.outputs());
  auto reverse = [&](const std::vector<double> &seeds) {
    return compareReverse(functions, point, primal, jacobian, layout, seeds);
  };
  if (functions.returnsReals)
    reverse(std::vector<double>(layout.outputs.size()));
  const std::vector<double> seeds = weights(layout.outputs.size(), 0);
  compareForward(functions, point, primal, seeds, reverse(seeds));
}

inline void comparePrimal(const Functions &functions, const Point &point) {
  jacobianAt(functions.name, point, runPrimal(functions, point).outputs());
}

template <class R, class... P, int... I, class Grad, class ValueAndGrad, class Jvp>
bool add(const char *name, R (*function)(P...), Wrt<I...>, Grad grad, ValueAndGrad valueAndGrad, Jvp jvp,
         std::vector<Point> points) {
  using All = Signature<Wrt<I...>, R, P...>;
  checks().push_back({All::describe(name, function, grad, valueAndGrad, jvp), std::move(points), compareAll});
  return true;
}

template <class R, class... P>
bool addPlain(const char *name, R (*function)(P...), std::vector<Point> points) {
  checks().push_back({Signature<Wrt<>, R, P...>::describe(name, function), std::move(points), comparePrimal});
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
    for (std::size_t i = 0; i < check.points.size() && (only.empty() || only == check.functions.name); ++i) {
      current() = {check.functions.name, i};
      check.run(check.functions, check.points[i]);
    }
  if (checks().empty())
    std::printf("nothing is checked\n");
  return failures() || checks().empty();
}

} // namespace corpus

using corpus::array;
using corpus::filled;
using corpus::point;
using corpus::rows;
using corpus::zeros;
