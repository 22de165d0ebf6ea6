// Calls of generated functions as design 1.2 lays down their signatures.
#pragma once

#include "Arguments.h"

namespace corpus {

/// Positions of parameters; none: every parameter that can be differentiated.
template <int... positions> struct Wrt {};

using Longs = std::vector<long double>;

/// What a call brought.
struct Outcome {
  Longs value;                  ///< The numbers of what is returned.
  Longs contents;               ///< The numbers behind pointers and references.
  std::vector<double> reals;    ///< The real ones of both, what is returned as its sum.
  std::vector<double> gradient; ///< By active parameter.
  double tangent = 0;           ///< Of the sum of what is returned.
  std::vector<double> tangents; ///< Of what lies behind active pointers and references.

  std::vector<double> outputs() const { return reals; }
  Longs exactGradient() const { return Longs(gradient.begin(), gradient.end()); }
};

/// Where the active numbers are among the inputs and outputs of the Jacobian.
struct Layout {
  std::vector<std::size_t> inputs, outputs;
};

template <class List, class R, class... P> struct Derivatives;
template <int... I, class R, class... P> struct Derivatives<Wrt<I...>, R, P...> {
  template <std::size_t i> using BoxOf = std::tuple_element_t<i, std::tuple<Box<P>...>>;
  template <std::size_t i> using Index = std::integral_constant<std::size_t, i>;

  template <bool keep, class T> using If = std::conditional_t<keep, std::tuple<T>, std::tuple<>>;
  template <std::size_t... i>
  static auto differentiable(std::index_sequence<i...>)
      -> decltype(std::tuple_cat(If<BoxOf<i>::isDifferentiable, Index<i>>{}...));
  template <class... Each>
  static auto buffersOf(std::tuple<Each...>)
      -> decltype(std::tuple_cat(If<BoxOf<Each::value>::isBuffer, Each>{}...));
  template <class... Each>
  static auto adjointsOf(std::tuple<Each...>) -> std::tuple<Box<typename BoxOf<Each::value>::Adjoint>...>;

  /// The active parameters in the order of wrt, and those of them that have a buffer.
  using Active = std::conditional_t<sizeof...(I) != 0, std::tuple<Index<I>...>,
                                    decltype(differentiable(std::index_sequence_for<P...>{}))>;
  using Buffers = decltype(buffersOf(Active{}));
  static constexpr bool returnsGradient = std::tuple_size_v<Active> != std::tuple_size_v<Buffers>;
  static constexpr bool returnsReals = hasReals<std::conditional_t<std::is_void_v<R>, int, R>>();

  template <class Visitor> static void forActive(const Visitor &visitor) {
    std::apply([&](auto... index) { (visitor(index), ...); }, Active{});
  }

  static Layout layout(const Point &point) {
    Arguments<P...> arguments;
    arguments.fill(point.arguments.data(), flat(point));
    std::vector<std::vector<std::size_t>> inputs, outputs;
    std::size_t input = 0, output = 1; // 0 is what is returned
    arguments.forEach([&](auto &box) {
      inputs.emplace_back();
      outputs.emplace_back();
      box.visit([&](auto &number) {
        if constexpr (exec::isReal<std::decay_t<decltype(number)>>) {
          inputs.back().push_back(input++);
          if (std::decay_t<decltype(box)>::isBuffer)
            outputs.back().push_back(output++);
        }
      });
    });
    Layout layout;
    forActive([&](auto index) {
      auto append = [](std::vector<std::size_t> &to, const std::vector<std::size_t> &from) {
        to.insert(to.end(), from.begin(), from.end());
      };
      append(layout.inputs, inputs[index]);
      append(layout.outputs, outputs[index]);
    });
    return layout;
  }

  /// Boxes for the adjoints or tangents of some active parameters.
  template <class Parameters> struct Shadows {
    decltype(adjointsOf(Parameters{})) boxes;

    explicit Shadows(const Point &point) {
      std::apply(
          [&](auto... index) {
            std::apply([&](auto &...box) { (box.allocate(point.arguments[index]), ...); }, boxes);
          },
          Parameters{});
    }
    template <class Visitor> void visit(const Visitor &visitor) {
      auto visitReal = [&](auto &number) {
        if constexpr (exec::isReal<std::decay_t<decltype(number)>>)
          visitor(number);
      };
      std::apply([&](auto &...box) { (box.visit(visitReal), ...); }, boxes);
    }
    template <class F> decltype(auto) pass(const F &f) {
      return std::apply(
          [&](auto &...box) -> decltype(auto) {
            [[maybe_unused]] auto one = [](auto &some) -> decltype(auto) {
              if constexpr (std::decay_t<decltype(some)>::isBuffer)
                return some.getAdjoint();
              else
                return some.get();
            };
            return f(one(box)...);
          },
          boxes);
    }
  };

  static void takeContents(Outcome &outcome, Arguments<P...> &arguments) {
    outcome.contents = arguments.template contents<long double>();
    arguments.forEach([&](auto &box) {
      if constexpr (std::decay_t<decltype(box)>::isBuffer)
        box.visit([&](auto &number) {
          if constexpr (exec::isReal<std::decay_t<decltype(number)>>)
            outcome.reals.push_back(static_cast<double>(number));
        });
    });
  }
  template <class T> static void takeValue(Outcome &outcome, T value) {
    exec::eachNumber(value, [&](auto &number) { outcome.value.push_back(static_cast<long double>(number)); });
    for (double real : exec::realsOf<double>(value))
      outcome.reals[0] += real;
  }
  /// Calls `f` with the arguments and the shadows.
  template <class F, class Other>
  static decltype(auto) callWith(const F &f, Arguments<P...> &arguments, Other &shadows) {
    return arguments.call([&](auto &&...argument) -> decltype(auto) {
      return shadows.pass([&](auto &&...shadow) -> decltype(auto) { return f(argument..., shadow...); });
    });
  }

  template <class F> static Outcome runPrimal(const F &function, const Point &point) {
    Arguments<P...> arguments;
    arguments.fill(point.arguments.data(), flat(point));
    Outcome outcome;
    outcome.reals.resize(1);
    if constexpr (std::is_void_v<R>)
      arguments.call(function);
    else
      takeValue(outcome, arguments.call(function));
    takeContents(outcome, arguments);
    return outcome;
  }

  /// \param call calls the derivative and gives the gradients that it returned.
  template <class Call>
  static Outcome runReverse(const Point &point, const std::vector<double> &seeds, const Call &call) {
    Arguments<P...> arguments;
    arguments.fill(point.arguments.data(), flat(point));
    Shadows<Buffers> buffers(point);
    auto seed = seeds.begin();
    buffers.visit([&](auto &number) { exec::setNumber(number, *seed++); });
    Outcome outcome;
    outcome.reals.resize(1);
    std::vector<double> returned = call(outcome, arguments, buffers), inBuffers;
    takeContents(outcome, arguments);
    buffers.visit([&](auto &number) { inBuffers.push_back(static_cast<double>(number)); });
    auto nextReturned = returned.begin(), nextInBuffers = inBuffers.begin();
    forActive([&](auto index) {
      using Parameter = BoxOf<decltype(index)::value>;
      std::size_t count = 0;
      std::get<decltype(index)::value>(arguments.boxes).visit([&](auto &number) {
        count += exec::isReal<std::decay_t<decltype(number)>>;
      });
      auto &next = Parameter::isBuffer ? nextInBuffers : nextReturned;
      outcome.gradient.insert(outcome.gradient.end(), next, next + static_cast<std::ptrdiff_t>(count));
      next += static_cast<std::ptrdiff_t>(count);
    });
    return outcome;
  }

  template <class F>
  static Outcome runGrad(const F &grad, const Point &point, const std::vector<double> &seeds) {
    return runReverse(point, seeds, [&](Outcome &, auto &arguments, auto &buffers) {
      if constexpr (returnsGradient)
        return exec::realsOf<double>(callWith(grad, arguments, buffers));
      else {
        callWith(grad, arguments, buffers);
        return std::vector<double>();
      }
    });
  }

  template <class F>
  static Outcome runValueAndGrad(const F &valueAndGrad, const Point &point,
                                 const std::vector<double> &seeds) {
    return runReverse(point, seeds, [&](Outcome &outcome, auto &arguments, auto &buffers) {
      std::vector<double> gradient;
      if constexpr (std::is_void_v<R> && !returnsGradient)
        callWith(valueAndGrad, arguments, buffers);
      else {
        auto returned = callWith(valueAndGrad, arguments, buffers);
        if constexpr (std::is_void_v<R>)
          gradient = exec::realsOf<double>(returned);
        else if constexpr (!returnsGradient)
          takeValue(outcome, static_cast<R>(returned));
        else {
          takeValue(outcome, static_cast<R>(std::get<0>(returned)));
          gradient = exec::realsOf<double>(std::get<1>(returned));
        }
      }
      return gradient;
    });
  }

  template <class F>
  static Outcome runJvp(const F &jvp, const Point &point, const std::vector<double> &direction) {
    Arguments<P...> arguments;
    arguments.fill(point.arguments.data(), flat(point));
    Shadows<Active> tangents(point);
    auto next = direction.begin();
    tangents.visit([&](auto &number) { exec::setNumber(number, *next++); });
    Outcome outcome;
    outcome.reals.resize(1);
    if constexpr (std::is_void_v<R>)
      callWith(jvp, arguments, tangents);
    else {
      auto returned = callWith(jvp, arguments, tangents);
      takeValue(outcome, static_cast<R>(std::get<0>(returned)));
      for (double real : exec::realsOf<double>(std::get<1>(returned)))
        outcome.tangent += real;
    }
    takeContents(outcome, arguments);
    std::apply(
        [&](auto &...box) {
          auto take = [&](auto &some) {
            if constexpr (std::decay_t<decltype(some)>::isBuffer)
              some.visit([&](auto &number) {
                if constexpr (exec::isReal<std::decay_t<decltype(number)>>)
                  outcome.tangents.push_back(static_cast<double>(number));
              });
          };
          (take(box), ...);
        },
        tangents.boxes);
    return outcome;
  }
};

} // namespace corpus
