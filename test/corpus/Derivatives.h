// Calls of generated functions as design 1.2 lays down their signatures.
#pragma once

#include "Arguments.h"

#include <functional>

namespace corpus {

/// Positions of parameters; none: every parameter that can be differentiated.
template <int... positions> struct Wrt {};

/// What a function returned.
struct Returned {
  Numbers value;      ///< Every number.
  Numbers reals;      ///< The real ones.
  Numbers derivative; ///< The real numbers of the returned gradients, or tangents.
};

template <class T> void takeValue(Returned &to, T value) {
  appendNumbers(to.value, value, false);
  appendNumbers(to.reals, value, true);
}
template <class T> void takeDerivative(Returned &to, T derivative) {
  appendNumbers(to.derivative, derivative, true);
}

/// A function with its derivatives, behind one type for all signatures.
struct Functions {
  const char *name = "";
  Boxes (*makeArguments)() = nullptr;
  Boxes (*makeShadows)() = nullptr;
  std::vector<std::size_t> active; ///< Parameters, in the order of wrt.
  bool returnsReals = false;
  std::function<Returned(Boxes &arguments)> primal;
  std::function<Returned(Boxes &arguments, Boxes &shadows)> grad, valueAndGrad, jvp;
};

template <class T> struct Type {
  using Is = T;
};
template <std::size_t i> using Index = std::integral_constant<std::size_t, i>;
template <bool keep, class T> using If = std::conditional_t<keep, std::tuple<T>, std::tuple<>>;

template <class List, class R, class... P> struct Signature;
template <int... I, class R, class... P> struct Signature<Wrt<I...>, R, P...> {
  template <std::size_t i>
  using Adjoint = std::tuple_element_t<i, std::tuple<Type<typename Box<P>::Adjoint>...>>;
  template <std::size_t i> using Shadow = Box<typename Adjoint<i>::Is>;
  template <class T> static constexpr bool isBuffer = std::is_reference_v<T> || std::is_pointer_v<T>;

  template <std::size_t... i>
  static auto differentiable(std::index_sequence<i...>) -> decltype(std::tuple_cat(
      If<hasReals<std::remove_cv_t<std::remove_reference_t<P>>>(), Index<i>>{}...));
  template <class... Each>
  static auto buffersOf(std::tuple<Each...>)
      -> decltype(std::tuple_cat(If<isBuffer<typename Adjoint<Each::value>::Is>, Each>{}...));

  /// The active parameters, and those of them that have a buffer.
  using Active = std::conditional_t<sizeof...(I) != 0, std::tuple<Index<I>...>,
                                    decltype(differentiable(std::index_sequence_for<P...>{}))>;
  using Buffers = decltype(buffersOf(Active{}));
  static constexpr bool returnsGradient = std::tuple_size_v<Active> != std::tuple_size_v<Buffers>;

  /// Calls `f` with the arguments and the shadows of some parameters.
  template <class F, std::size_t... i, class... Each>
  static decltype(auto) callWith(const F &f, Boxes &arguments, Boxes &shadows, std::index_sequence<i...>,
                                 std::tuple<Each...>) {
    return f(static_cast<Box<P> &>(*arguments[i]).get()...,
             static_cast<Shadow<Each::value> &>(*shadows[Each::value]).getAdjoint()...);
  }

  template <class Grad, class ValueAndGrad>
  static Functions describeReverse(const char *name, R (*function)(P...), Grad grad,
                                   ValueAndGrad valueAndGrad) {
    Functions functions = describe(name, function);
    constexpr std::index_sequence_for<P...> all{};
    functions.grad = [=](Boxes &arguments, Boxes &shadows) {
      Returned to;
      if constexpr (returnsGradient)
        takeDerivative(to, callWith(grad, arguments, shadows, all, Buffers{}));
      else
        callWith(grad, arguments, shadows, all, Buffers{});
      return to;
    };
    functions.valueAndGrad = [=](Boxes &arguments, Boxes &shadows) {
      Returned to;
      if constexpr (std::is_void_v<R> && !returnsGradient)
        callWith(valueAndGrad, arguments, shadows, all, Buffers{});
      else {
        auto returned = callWith(valueAndGrad, arguments, shadows, all, Buffers{});
        if constexpr (std::is_void_v<R>)
          takeDerivative(to, returned);
        else if constexpr (!returnsGradient)
          takeValue(to, static_cast<R>(returned));
        else {
          takeValue(to, static_cast<R>(std::get<0>(returned)));
          takeDerivative(to, std::get<1>(returned));
        }
      }
      return to;
    };
    return functions;
  }

  template <class Jvp> static Functions describeForward(const char *name, R (*function)(P...), Jvp jvp) {
    Functions functions = describe(name, function);
    constexpr std::index_sequence_for<P...> all{};
    functions.jvp = [=](Boxes &arguments, Boxes &shadows) {
      Returned to;
      if constexpr (std::is_void_v<R>)
        callWith(jvp, arguments, shadows, all, Active{});
      else {
        auto returned = callWith(jvp, arguments, shadows, all, Active{});
        takeValue(to, static_cast<R>(std::get<0>(returned)));
        takeDerivative(to, std::get<1>(returned));
      }
      return to;
    };
    return functions;
  }

  template <class Grad, class ValueAndGrad, class Jvp>
  static Functions describe(const char *name, R (*function)(P...), Grad grad, ValueAndGrad valueAndGrad,
                            Jvp jvp) {
    Functions functions = describeReverse(name, function, grad, valueAndGrad);
    functions.jvp = describeForward(name, function, jvp).jvp;
    return functions;
  }

  static Functions describe(const char *name, R (*function)(P...)) {
    Functions functions;
    functions.name = name;
    functions.makeArguments = makeBoxes<P...>;
    functions.makeShadows = makeShadows<P...>;
    std::apply([&](auto... index) { (functions.active.push_back(index), ...); }, Active{});
    functions.returnsReals = hasReals<std::conditional_t<std::is_void_v<R>, int, R>>();
    functions.primal = [=](Boxes &arguments) {
      Returned to;
      if constexpr (std::is_void_v<R>)
        call<P...>(function, arguments, std::index_sequence_for<P...>{});
      else
        takeValue(to, call<P...>(function, arguments, std::index_sequence_for<P...>{}));
      return to;
    };
    return functions;
  }
};

} // namespace corpus
