// Second derivatives of random programs (see second.py). Behind CORPUS(f, ...), which compares the first
// ones, SECOND(f, FORWARD_OVER_REVERSE(f) ..., point(...), ...) compares what was asked for of
//   f_grad_jvp, f_jvp_jvp, f_jvp_grad and f_grad_grad
// with differences of second order of the function in __float128, and with the first derivatives. All of them
// speak of F: the sum of what f returns, plus what it leaves behind pointers and references, weighted; of its
// gradient and its second derivatives H.
#pragma once

#ifdef ADGEN_REFERENCE
#include "Kinks.h"
#endif

#include "CorpusCheck.h"

#ifdef ADGEN_REFERENCE
#include "SecondDifferences.h"
#define SECOND(f, requests, ...)
#elif defined(CORPUS_PLAIN)
#define SECOND(f, requests, ...)
#else

void secondReference(const char *name, const void *point, const double *direction, void *jacobian);

namespace second {

using namespace corpus;

/// A function, what was generated for it, and for what was generated for it.
struct Derivatives {
  Functions base, gradientForward, tangentForward, tangentReverse, gradientReverse;

  template <class R, class... P, class Jvp> Derivatives forwardOverReverse(R (*grad)(P...), Jvp jvp) && {
    gradientForward = Signature<Wrt<>, R, P...>::describeForward(base.name, grad, jvp);
    return std::move(*this);
  }
  template <class R, class... P, class Jvp> Derivatives forwardOverForward(R (*tangent)(P...), Jvp jvp) && {
    tangentForward = Signature<Wrt<>, R, P...>::describeForward(base.name, tangent, jvp);
    return std::move(*this);
  }
  template <class R, class... P, class Grad, class Both>
  Derivatives reverseOverForward(R (*tangent)(P...), Grad grad, Both both) && {
    tangentReverse = Signature<Wrt<>, R, P...>::describeReverse(base.name, tangent, grad, both);
    return std::move(*this);
  }
  template <class R, class... P, class Grad, class Both>
  Derivatives reverseOverReverse(R (*gradient)(P...), Grad grad, Both both) && {
    gradientReverse = Signature<Wrt<>, R, P...>::describeReverse(base.name, gradient, grad, both);
    return std::move(*this);
  }
};
inline std::vector<Derivatives> &all() {
  static std::vector<Derivatives> derivatives;
  return derivatives;
}

using Doubles = std::vector<double>;

/// The point of a generated function: that of its function, and the shadows of some parameters.
inline Point extended(const Functions &base, const Point &point, const Doubles &numbers, bool buffersOnly) {
  Boxes shadows = shadowsOf(base, point, numbers, buffersOnly);
  Point at = point;
  for (std::size_t i : base.active)
    if (shadows[i]->isBuffer || !buffersOnly) {
      Numbers all;
      shadows[i]->append(all, false);
      at.arguments.push_back(Doubles(all.begin(), all.end()));
    }
  return at;
}

inline Doubles concatenated(Doubles x, const Doubles &y) {
  x.insert(x.end(), y.begin(), y.end());
  return x;
}
inline double dot(const Doubles &x, const Doubles &y) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
    sum += x[i] * y[i];
  return sum;
}
inline Doubles lastOf(const Numbers &numbers, std::size_t count) {
  return count > numbers.size() ? Doubles(count, NAN) : Doubles(numbers.end() - count, numbers.end());
}
inline Doubles firstOf(const Numbers &numbers, std::size_t count) {
  return count > numbers.size() ? Doubles(count, NAN) : Doubles(numbers.begin(), numbers.begin() + count);
}

/// By active parameter: from what was returned, or from the buffers.
inline Doubles arranged(const Functions &base, const Point &point, const Numbers &returned,
                        const Doubles &buffers) {
  Boxes shadows = shadowsOf(base, point, buffers, true);
  Doubles all;
  std::size_t next = 0, inBuffers = 0;
  for (std::size_t i : base.active) {
    Numbers reals;
    shadows[i]->append(reals, true);
    for (std::size_t k = 0; k < reals.size(); ++k)
      if (shadows[i]->isBuffer)
        all.push_back(buffers.at(inBuffers++));
      else
        all.push_back(next < returned.size() ? static_cast<double>(returned[next++]) : NAN);
  }
  return all;
}

/// Which numbers have a cotangent of their own; the others, as what is returned, are summed.
inline Doubles summedDirection(const Functions &base, const Point &point, const Doubles &seeds) {
  return arranged(base, point, Numbers(1000, 1), seeds);
}

inline void expectClose(const char *what, const Doubles &found, const Doubles &expected, double tolerance,
                        double scale) {
  if (found.size() != expected.size())
    return fail("%s: %zu numbers of the second derivative, not %zu", what, found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i)
    if (!isClose(found[i], expected[i], scale, tolerance))
      return fail("%s: entry %zu of the second derivative is %.17g, not %.17g", what, i, found[i],
                  expected[i]);
}

struct Comparison {
  const Derivatives &of;
  const Point &point;
  Layout layout = layoutOf(of.base, point);
  Doubles seeds = weights(layout.outputs.size(), 0);
  Doubles none = Doubles(layout.outputs.size());
  Doubles still = Doubles(layout.inputs.size());
  double exact = std::fmax(1e-11, point.tolerance), tolerance = 100 * point.tolerance;
  Doubles gradient = gradientOf(seeds), ofReturned = gradientOf(none);
  double scale = 1e-3; ///< Of all second derivatives here.

  Doubles gradientOf(const Doubles &with) const {
    const Outcome outcome = runReverse(of.base, of.base.grad, point, with);
    return {outcome.gradient.begin(), outcome.gradient.end()};
  }
  void expectFirst(const char *what, const Doubles &found, const Doubles &expected) const {
    expectClose(what, found, expected, exact, std::fmax(largestOf(expected), scale));
  }
  void expectSecond(const char *what, const Doubles &found, const Doubles &expected) const {
    expectClose(what, found, expected, tolerance, scale);
  }
  void print(const Doubles &numbers) const {
    for (std::size_t i = 0; printsGradients() && i < numbers.size(); ++i)
      std::printf("gradient of %s, point %zu: %a\n", current().name, current().point, numbers[i]);
  }

  void along(const Doubles &v, bool isSummed) {
    Jacobian differences;
    secondReference(of.base.name, &point, v.data(), &differences);
    if (!(differences.doubt < 1e-8))
      return fail("the test's second differences are not sure of themselves: %g", differences.doubt);
    const Doubles expected = expectedSecond(differences);
    scale = std::fmax(std::fmax(largestOf(expected), 0.01 * largestOf(gradient)), 1e-3);
    const Outcome moved = runForward(of.base, point, v);
    if (of.gradientForward.jvp)
      forwardOverReverse(v, expected, moved);
    if (of.tangentForward.jvp)
      forwardOverForward(v, expected, moved);
    if (of.tangentReverse.grad)
      reverseOverForward(v, expected);
    if (of.gradientReverse.grad && isSummed)
      reverseOverReverse(expected, moved);
  }

  /// H v, from the differences of what is returned and left. (What is only read moves along, but is linear.)
  Doubles expectedSecond(const Jacobian &differences) const {
    return expectedGradient(differences, layout, seeds);
  }

  void forwardOverReverse(const Doubles &v, const Doubles &expected, const Outcome &moved) const {
    const Outcome found =
        runForward(of.gradientForward, extended(of.base, point, seeds, true), concatenated(v, none));
    const std::size_t buffers = seeds.size();
    expectFirst("forward over reverse, the gradient",
                arranged(of.base, point, found.returned.reals, gradientBuffers(found)), gradient);
    expectFirst("forward over reverse, what moves", firstOf(found.tangents, found.tangents.size() - buffers),
                lastOf(moved.tangents, found.tangents.size() - buffers));
    const Doubles second =
        arranged(of.base, point, found.returned.derivative, lastOf(found.tangents, buffers));
    print(second);
    expectSecond("forward over reverse", second, expected);
  }
  /// The buffers, among the contents of which integers are, too.
  Doubles gradientBuffers(const Outcome &found) const {
    Boxes shadows = shadowsOf(of.base, point, seeds, true);
    Numbers all;
    for (std::size_t i : of.base.active)
      if (shadows[i]->isBuffer)
        shadows[i]->append(all, false);
    Doubles contents = lastOf(found.contents, all.size());
    Numbers wide(contents.begin(), contents.end()), reals;
    const Number *next = wide.data();
    for (std::size_t i : of.base.active)
      if (shadows[i]->isBuffer) {
        shadows[i]->take(next, false);
        shadows[i]->append(reals, true);
      }
    return {reals.begin(), reals.end()};
  }

  void forwardOverForward(const Doubles &v, const Doubles &expected, const Outcome &moved) const {
    const Doubles u = weights(v.size(), 3);
    const Doubles there = bilinear(v, u), back = bilinear(u, v);
    print(there);
    const double size = std::fmax(scale * (std::fabs(dot(u, u)) + 1), 1);
    expectClose("forward over forward", {there[0]}, {dot(expected, u)}, tolerance, size);
    expectClose("forward over forward, not symmetric", {there[0]}, {back[0]}, exact, size);
    const std::size_t returned = moved.returned.derivative.size();
    expectFirst("forward over forward, the tangent", {there.begin() + 1, there.begin() + 1 + returned},
                firstOf(moved.returned.derivative, returned));
  }
  /// u H v, then the tangent along v.
  Doubles bilinear(const Doubles &v, const Doubles &u) const {
    const Outcome found =
        runForward(of.tangentForward, extended(of.base, point, v, false), concatenated(u, still));
    const std::size_t returned = found.returned.derivative.size() / 2;
    double sum = dot(lastOf(found.tangents, seeds.size()), seeds);
    for (double real : lastOf(found.returned.derivative, returned))
      sum += real;
    return concatenated({sum}, lastOf(found.returned.reals, returned));
  }

  void reverseOverForward(const Doubles &v, const Doubles &expected) const {
    const Outcome found = runReverse(of.tangentReverse, of.tangentReverse.valueAndGrad,
                                     extended(of.base, point, v, false), concatenated(none, seeds));
    Doubles second = firstOf(found.gradient, v.size());
    for (std::size_t i = 0; i < second.size(); ++i)
      second[i] -= ofReturned[i];
    print(second);
    expectSecond("reverse over forward", second, expected);
    expectFirst("reverse over forward, by the direction", lastOf(found.gradient, v.size()), gradient);
  }

  /// Along the direction that sums the gradients which are returned.
  void reverseOverReverse(const Doubles &expected, const Outcome &moved) const {
    const Outcome found = runReverse(of.gradientReverse, of.gradientReverse.valueAndGrad,
                                     extended(of.base, point, seeds, true), concatenated(none, seeds));
    const Doubles second = firstOf(found.gradient, layout.inputs.size());
    print(second);
    expectSecond("reverse over reverse", second, expected);
    expectFirst("reverse over reverse, by the seeds", lastOf(found.gradient, seeds.size()),
                lastOf(moved.tangents, seeds.size()));
  }
};

inline void compare(const Functions &base, const Point &point) {
  for (const Derivatives &derivatives : all())
    if (derivatives.base.name == base.name) {
      Comparison comparison{derivatives, point};
      comparison.along(summedDirection(base, point, comparison.seeds), true);
      comparison.along(weights(comparison.still.size(), 1), false);
    }
}

template <class R, class... P, class Grad, class Both, class Jvp>
Derivatives describe(const char *name, R (*function)(P...), Grad grad, Both both, Jvp jvp) {
  return {Signature<Wrt<>, R, P...>::describe(name, function, grad, both, jvp), {}, {}, {}, {}};
}
inline bool add(Derivatives derivatives, std::vector<Point> points) {
  checks().push_back({derivatives.base, std::move(points), compare});
  all().push_back(std::move(derivatives));
  return true;
}

} // namespace second

#define SECOND(f, requests, ...)                                                                             \
  CORPUS_REGISTER(::second::add(::second::describe(#f, &f, CORPUS_CALL(f##_grad),                            \
                                                   CORPUS_CALL(f##_value_and_grad), CORPUS_CALL(f##_jvp))    \
                                    CORPUS_UNPACK requests,                                                  \
                                {__VA_ARGS__}))
#define FORWARD_OVER_REVERSE(f) .forwardOverReverse(&f##_grad, CORPUS_CALL(f##_grad_jvp))
#define FORWARD_OVER_FORWARD(f) .forwardOverForward(&f##_jvp, CORPUS_CALL(f##_jvp_jvp))
#define REVERSE_OVER_FORWARD(f)                                                                              \
  .reverseOverForward(&f##_jvp, CORPUS_CALL(f##_jvp_grad), CORPUS_CALL(f##_jvp_value_and_grad))
#define REVERSE_OVER_REVERSE(f)                                                                              \
  .reverseOverReverse(&f##_grad, CORPUS_CALL(f##_grad_grad), CORPUS_CALL(f##_grad_value_and_grad))
#endif
