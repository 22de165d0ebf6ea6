// Gradients of related functions (see metamorphic.py). RELATED(program, kind(...), what, functions,
// point(...), ...): the gradient of the last function is what the relation makes of those of the others. In
// contrast to CorpusCheck.h, nothing else says what the gradients are.
#pragma once

#include "Compare.h"

#include <cmath>

using Real = double;
using Float = float;
using Long = long double;

namespace relation {

using corpus::Functions, corpus::Outcome, corpus::Point;

/// What is the last function's value and gradient, made of the outcomes of the others.
struct Expected {
  double value;
  std::vector<double> gradient;
};
struct Relation {
  double tolerance; ///< Relative to the largest entry; 0: bit for bit.
  bool seeded;      ///< The buffers hold cotangents.
  std::function<Expected(const std::vector<Outcome> &)> expect;
  double pointScale = 1;    ///< The real parameters by value of the last function are so much larger ...
  std::vector<bool> scaled; ///< ... where this says so, for each of the point's arguments.
};

inline std::vector<double> narrow(const corpus::Numbers &numbers) { return {numbers.begin(), numbers.end()}; }
inline double valueOf(const Outcome &outcome) {
  double sum = 0;
  for (corpus::Number real : outcome.returned.reals)
    sum += static_cast<double>(real);
  return sum;
}
inline std::vector<double> operator*(double factor, std::vector<double> numbers) {
  for (double &number : numbers)
    number *= factor;
  return numbers;
}
inline std::vector<double> operator+(std::vector<double> x, const std::vector<double> &y) {
  for (std::size_t i = 0; i < x.size(); ++i)
    x[i] += y.at(i);
  return x;
}

/// g = f.
inline Relation same(double tolerance) {
  return {tolerance, true, [](auto &of) { return Expected{valueOf(of[0]), narrow(of[0].gradient)}; }, 1, {}};
}
/// g = factor f.
inline Relation scaled(double factor, double tolerance) {
  return {tolerance,
          false,
          [=](auto &of) { return Expected{factor * valueOf(of[0]), factor * narrow(of[0].gradient)}; },
          1,
          {}};
}
/// g = sin(f).
inline Relation sine(double tolerance) {
  return {tolerance,
          false,
          [](auto &of) {
            const double value = valueOf(of[0]);
            return Expected{std::sin(value), std::cos(value) * narrow(of[0].gradient)};
          },
          1,
          {}};
}
/// g(2 x) = f(x), for those x that are marked; \param entries how the gradient's entries change.
inline Relation halved(std::vector<bool> parameters, std::vector<double> entries, double tolerance) {
  return {tolerance, false,
          [=](auto &of) {
            std::vector<double> gradient = narrow(of[0].gradient);
            for (std::size_t i = 0; i < gradient.size(); ++i)
              gradient[i] *= entries.at(i);
            return Expected{valueOf(of[0]), gradient};
          },
          2, std::move(parameters)};
}
/// h = a f + b g.
inline Relation sum(double a, double b, double tolerance) {
  return {tolerance,
          false,
          [=](auto &of) {
            return Expected{a * valueOf(of[0]) + b * valueOf(of[1]),
                            a * narrow(of[0].gradient) + b * narrow(of[1].gradient)};
          },
          1,
          {}};
}
/// h(x, ...) = f(g(x, ...), ...); f's outcome is that at the point that g moves to.
inline Relation chain(double tolerance) {
  return {tolerance,
          false,
          [](auto &of) {
            std::vector<double> direct = narrow(of[1].gradient);
            const double outer = direct.at(0);
            direct[0] = 0;
            return Expected{valueOf(of[1]), outer * narrow(of[0].gradient) + direct};
          },
          0,
          {}};
}

inline void printGradient(const Outcome &outcome) {
  for (std::size_t i = 0; corpus::printsGradients() && i < outcome.gradient.size(); ++i)
    std::printf("gradient of %s, point %zu: %a\n", corpus::current().name, corpus::current().point,
                static_cast<double>(outcome.gradient[i]));
}

inline void compare(const char *what, const Relation &relation, const std::vector<Functions> &functions,
                    const Point &point) {
  std::vector<Outcome> outcomes;
  Point at = point;
  auto run = [&](const Functions &function) {
    std::vector<double> seeds(corpus::layoutOf(function, at).outputs.size());
    if (relation.seeded)
      seeds = corpus::weights(seeds.size(), 0);
    return corpus::runReverse(function, function.valueAndGrad, at, seeds);
  };
  for (std::size_t i = 0; i + 1 < functions.size(); ++i) {
    outcomes.push_back(run(functions[i]));
    printGradient(outcomes.back());
    if (relation.pointScale == 0)
      at.arguments[0] = i == 0 ? corpus::Argument(valueOf(outcomes[0])) : point.arguments[0];
  }
  for (std::size_t i = 0; i < relation.scaled.size(); ++i)
    if (relation.scaled[i])
      at.arguments[i].numbers[0] *= relation.pointScale;
  const Outcome found = run(functions.back());
  printGradient(found);
  const Expected expected = relation.expect(outcomes);

  if (relation.seeded) {
    corpus::expectSameBits("the related function's value", found.returned.value, outcomes[0].returned.value);
    corpus::expectSameBits("what the related function leaves", found.contents, outcomes[0].contents);
  } else if (!corpus::isClose(valueOf(found), expected.value, std::fmax(1, std::fabs(expected.value)), 1e-14))
    corpus::fail("%s: the value is %.17g, not %.17g", what, valueOf(found), expected.value);
  const std::vector<double> gradient = narrow(found.gradient);
  const double scale = std::fmax(corpus::largestOf(expected.gradient), 1e-3);
  for (std::size_t i = 0; i < gradient.size(); ++i)
    if (!corpus::isClose(gradient[i], expected.gradient.at(i), scale,
                         std::fmax(relation.tolerance, point.tolerance == 1e-10 ? 0 : point.tolerance)))
      corpus::fail("%s: entry %zu of the gradient is %.17g, not %.17g", what, i, gradient[i],
                   expected.gradient[i]);
}

struct Check {
  const char *program, *what;
  Relation relation;
  std::vector<Functions> functions;
  std::vector<Point> points;
};
inline std::vector<Check> &checks() {
  static std::vector<Check> all;
  return all;
}
inline bool add(const char *program, const char *what, Relation relation, std::vector<Functions> functions,
                std::vector<Point> points) {
  checks().push_back({program, what, std::move(relation), std::move(functions), std::move(points)});
  return true;
}

template <class R, class... P, class Grad, class ValueAndGrad>
Functions describe(const char *name, R (*function)(P...), Grad grad, ValueAndGrad valueAndGrad) {
  // There is no forward mode here: CorpusCheck.h compares it with the reverse mode.
  return corpus::Signature<corpus::Wrt<>, R, P...>::describeReverse(name, function, grad, valueAndGrad);
}

inline int runAll(const std::vector<std::string> &options) {
  std::string only;
  for (const std::string &option : options)
    if (option == "--gradients")
      corpus::printsGradients() = true;
    else if (option.rfind("--only=", 0) == 0)
      only = option.substr(7);
  for (const Check &check : checks())
    for (std::size_t i = 0; i < check.points.size(); ++i) {
      corpus::current() = {check.program, i};
      if (only.empty() || only == check.program)
        compare(check.what, check.relation, check.functions, check.points[i]);
    }
  if (checks().empty())
    std::printf("nothing is checked\n");
  return corpus::failures() || checks().empty();
}

} // namespace relation

#define CORPUS_JOIN_(a, b) a##b
#define CORPUS_JOIN(a, b) CORPUS_JOIN_(a, b)
#define CORPUS_CALL(f) [](auto &&...arguments) { return f(arguments...); }
#define FUNCTION(f) ::relation::describe(#f, &f, CORPUS_CALL(f##_grad), CORPUS_CALL(f##_value_and_grad))
#define RELATED(program, kind, what, functions, ...)                                                         \
  [[maybe_unused]] static const bool CORPUS_JOIN(related, __LINE__) =                                        \
      ::relation::add(#program, what, ::relation::kind, {RELATED_UNPACK functions}, {__VA_ARGS__});
#define RELATED_UNPACK(...) __VA_ARGS__

using corpus::array;
using corpus::point;

int main(int count, char **arguments) { return relation::runAll({arguments + 1, arguments + count}); }
