// The harness of the execution tests. A corpus file is compiled in two roles:
//  - with Real = double, its pragmas answered by the plugin or by adgen;
//  - with Real = __float128 and no adgen (ADGEN_REFERENCE), as a shared object
//    that gives central differences.
// GRADIENT(f, at({{1, 2}, {3, 4}})) compares f_grad with the differences at these
// points, and the value in f_value_and_grad with f bit for bit. A point lists
// the numbers of all arguments flat, structs by their members, integers too.
#pragma once

#define EXEC_JOIN_(a, b) a##b
#define EXEC_JOIN(a, b) EXEC_JOIN_(a, b)
#define EXEC_REGISTER(...) [[maybe_unused]] static const bool EXEC_JOIN(registered, __LINE__) = __VA_ARGS__;
// A function as an object that overloads and arguments of any kind can reach.
#define EXEC_CALL(f) [](auto &...arguments) { return f(arguments...); }

/// f_grad and f_value_and_grad of f.
#define GRADIENT(f, ...) EXEC_GRADIENT(#f, &f, f, f, f##_grad, f##_value_and_grad, __VA_ARGS__)
/// As GRADIENT, where the pragma says name(d).
#define GRADIENT_NAMED(f, d, ...) EXEC_GRADIENT(#d, &f, f, f, d, d##_value_and_grad, __VA_ARGS__)
/// The gradient of the generated function `first`, where `f` is what it all began with;
/// at(...).wrt(...).after(...) names the positions, the last order's first.
#define HIGHER(f, first, ...)                                                                                \
  EXEC_GRADIENT(#first "_grad", &f, f, first, first##_grad, first##_value_and_grad, __VA_ARGS__)
/// As HIGHER, where the pragma says name(d).
#define HIGHER_NAMED(f, first, d, ...) EXEC_GRADIENT(#d, &f, f, first, d, d##_value_and_grad, __VA_ARGS__)
/// A const member function of one number per parameter, as `Class` `f`.
#define MEMBER(Class, f, ...)                                                                                \
  EXEC_GRADIENT(#Class "::" #f, &Class::f, EXEC_MEMBER(f), EXEC_MEMBER(f), f##_grad, f##_value_and_grad,     \
                __VA_ARGS__)
#define EXEC_MEMBER(f) [](auto &self, auto &...more) { return self.f(more...); }

#ifdef ADGEN_REFERENCE
#include "Reference.h"
#else

#include "Numbers.h"

#include <cmath>
#include <cstdio>
#include <cstring>
#include <functional>
#include <limits>
#include <string>

using Real = double;
using Float = float;
using Long = long double;

extern "C" double execReference(const char *name, const double *numbers, size_t size, bool firstOnly,
                                const int *sets);

namespace exec {

/// Where and how a derivative is compared.
struct Points {
  std::vector<std::vector<double>> points;
  std::vector<std::vector<int>> positions; ///< One set of parameters per order, the last first; empty: all.
  std::vector<int> numbers;                ///< Instead of the last set: numbers, counted flat.
  double tolerance = 1e-10;

  /// The parameters that the pragma's wrt(...) names, by position.
  template <class... I> Points &&wrt(I... i) && {
    positions.insert(positions.begin(), {i...});
    return std::move(*this);
  }
  /// For a derivative of a derivative: the parameters of the earlier one.
  template <class... I> Points &&after(I... i) && {
    positions.push_back({i...});
    return std::move(*this);
  }
  /// Numbers inside of parameters, where wrt(...) names members.
  template <class... I> Points &&leaves(I... i) && {
    numbers = {i...};
    return std::move(*this);
  }
  Points &&within(double relative) && { return tolerance = relative, std::move(*this); }
};
/// The points of a function whose pragma says has_aux.
struct AuxPoints : Points {};
inline AuxPoints withAux(Points points) { return {std::move(points)}; }

inline Points at(std::initializer_list<std::vector<double>> points) { return {points, {}, {}, 1e-10}; }
/// Points of a function of one number.
template <class... T> Points along(T... x) {
  return {{std::vector<double>{static_cast<double>(x)}...}, {}, {}, 1e-10};
}

struct Check {
  std::string name;
  std::function<void()> run;
};
inline std::vector<Check> &checks() {
  static std::vector<Check> all;
  return all;
}
inline int &failures() {
  static int count = 0;
  return count;
}
inline bool &isPrinting() {
  static bool printing = false;
  return printing;
}

inline bool isClose(double x, double expected, double tolerance = 1e-10) {
  if (std::isnan(expected) || std::isinf(expected))
    return std::isnan(expected) ? std::isnan(x) : x == expected;
  return std::fabs(x - expected) <= tolerance * std::fmax(1, std::fabs(expected));
}

inline void expect(bool holds, const char *what, const char *file, int line) {
  if (!holds) {
    ++failures();
    std::printf("%s:%d: does not hold: %s\n", file, line, what);
  }
}

template <class T> bool isSameBits(const T &x, const T &y) {
  auto a = realsOf<long double>(x), b = realsOf<long double>(y);
  for (size_t i = 0; i < a.size(); ++i)
    if (!(a[i] == b[i] ? std::signbit(a[i]) == std::signbit(b[i]) : std::isnan(a[i]) && std::isnan(b[i])))
      return false;
  return a.size() == b.size();
}

/// The flat numbers of each parameter, reals alone.
template <class Arguments> std::vector<std::vector<int>> layoutOf() {
  std::vector<std::vector<int>> layout;
  Arguments arguments{};
  int next = 0;
  std::apply(
      [&](auto &...argument) {
        auto visit = [&](auto &one) {
          layout.emplace_back();
          eachNumber(one, [&](auto &number) {
            if (isReal<std::decay_t<decltype(number)>>)
              layout.back().push_back(next);
            ++next;
          });
        };
        (visit(argument), ...);
      },
      arguments);
  return layout;
}

template <class Arguments> std::vector<int> numbersOf(const std::vector<int> *positions) {
  std::vector<int> numbers;
  auto layout = layoutOf<Arguments>();
  for (size_t i = 0; i < (positions ? positions->size() : layout.size()); ++i) {
    auto &more = layout[positions ? (*positions)[i] : i];
    numbers.insert(numbers.end(), more.begin(), more.end());
  }
  return numbers;
}

template <bool hasAux, class T> auto &gradientsIn(T &returned) {
  if constexpr (hasAux)
    return std::get<0>(returned);
  else
    return returned;
}

/// \tparam Value the function that is differentiated: `primal`, or an earlier derivative of it.
template <class Function, class Value, class Grad, class ValueAndGrad, class Options>
bool addGradient(const char *name, Function, Value value, Grad grad, ValueAndGrad valueAndGrad,
                 Options options) {
  constexpr bool hasAux = std::is_same_v<Options, AuxPoints>;
  using Arguments = typename Signature<Function>::Arguments;
  checks().push_back(
      {name, [=] {
         std::vector<int> along = options.numbers, sets;
         if (along.empty())
           along = numbersOf<Arguments>(options.positions.empty() ? nullptr : &options.positions[0]);
         // What differences are taken of first stands first; `along` is the last.
         std::vector<int> earlier;
         for (size_t order = options.positions.size(); order-- > 1;) {
           auto numbers = numbersOf<Arguments>(&options.positions[order]);
           earlier.insert(earlier.end(), numbers.begin(), numbers.end());
           earlier.push_back(-1);
         }
         for (const std::vector<double> &point : options.points) {
           auto fail = [&](const std::string &what) {
             ++failures();
             std::printf("%s: %s at (", name, what.c_str());
             for (double x : point)
               std::printf(" %.17g", x);
             std::printf(" )\n");
           };
           auto call = [&](auto &function) {
             Arguments arguments = argumentsFrom<Arguments>(point.data());
             return std::apply(function, arguments);
           };
           auto both = call(valueAndGrad);
           auto first = call(value);
           auto returned = call(grad);
           decltype(first) sameValue = std::get<0>(both);
           if (!isSameBits(sameValue, first))
             fail("value_and_grad has another value than the function");
           decltype(auto) gradient = gradientsIn<hasAux>(returned);
           auto sameGradient = std::get<1>(both);
           static_assert(std::is_same_v<std::decay_t<decltype(gradient)>, decltype(sameGradient)>);
           if (!isSameBits(std::decay_t<decltype(gradient)>(gradient), sameGradient))
             fail("grad and value_and_grad differ");
           if constexpr (hasAux) {
             auto outputs = realsOf<double>(first), aux = realsOf<double>(std::get<1>(returned));
             outputs.erase(outputs.begin());
             if (outputs != aux)
               fail("the auxiliary outputs differ from the function's");
           }
           std::vector<double> found = realsOf<double>(gradient);
           if (found.size() != along.size()) {
             fail("the gradient has " + std::to_string(found.size()) + " numbers, not " +
                  std::to_string(along.size()));
             continue;
           }
           for (size_t i = 0; i < found.size(); ++i) {
             sets = earlier;
             sets.insert(sets.end(), {along[i], -1, -2});
             double expected = execReference(name, point.data(), point.size(), hasAux, sets.data());
             if (isPrinting())
               std::printf("%s %zu %a\n", name, i, found[i]);
             if (!isClose(found[i], expected, options.tolerance)) {
               char what[200];
               std::snprintf(what, sizeof what, "derivative by number %d is %.17g, not %.17g", along[i],
                             found[i], expected);
               fail(what);
             }
           }
         }
       }});
  return true;
}

} // namespace exec

using exec::along;
using exec::at;
using exec::isClose;
using exec::withAux;

#define EXEC_GRADIENT(name, signature, primal, value, grad, valueAndGrad, ...)                               \
  EXEC_REGISTER(::exec::addGradient(name, signature, EXEC_CALL(value), EXEC_CALL(grad),                      \
                                    EXEC_CALL(valueAndGrad), __VA_ARGS__))
/// A test written out, where GRADIENT's form does not fit.
#define CHECK(name)                                                                                          \
  static void name();                                                                                        \
  EXEC_REGISTER((::exec::checks().push_back({#name, name}), true))                                           \
  static void name()
#define EXPECT(...) ::exec::expect((__VA_ARGS__), #__VA_ARGS__, __FILE__, __LINE__)

/// With --print, the derivatives go to stdout in hexadecimal, for comparing builds.
int main(int argc, char **argv) {
  exec::isPrinting() = argc > 1 && std::strcmp(argv[1], "--print") == 0;
  for (const exec::Check &check : exec::checks())
    check.run();
  if (exec::checks().empty())
    std::printf("nothing is checked\n");
  return exec::failures() || exec::checks().empty();
}
#endif
