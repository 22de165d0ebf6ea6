// How adgen::grad and adgen::value_and_grad turn their options into a call of generated code.
// Included by adgen/Grad.h only.
#pragma once

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace adgen::detail {

// --- The options ---------------------------------------------------------------------------------

struct Unset;

/// What the options of a call add up to.
template <class Positions, class Object, bool hasAux, bool returnIds> struct Asked {};
/// What they add up to with one given twice, or with something that is no option.
struct WrongOptions {};

template <class Object, bool hasAux, bool returnIds, int... positions>
Asked<Wrt<positions...>, Object, hasAux, returnIds> operator+(Asked<Unset, Object, hasAux, returnIds>,
                                                              Wrt<positions...>);
template <class Positions, class Object, bool hasAux, bool returnIds>
Asked<Positions, Object, hasAux, returnIds> operator+(Asked<Positions, Unset, hasAux, returnIds>,
                                                      Weights<Object>);
template <class Positions, class Object, bool returnIds>
Asked<Positions, Object, true, returnIds> operator+(Asked<Positions, Object, false, returnIds>, HasAux);
template <class Positions, class Object, bool hasAux>
Asked<Positions, Object, hasAux, true> operator+(Asked<Positions, Object, hasAux, false>, ReturnIds);

template <class Positions, class Object, bool hasAux, bool returnIds, class Option>
WrongOptions operator+(Asked<Positions, Object, hasAux, returnIds>, Option);
template <class Option> WrongOptions operator+(WrongOptions, Option);

template <class... Options>
using AskedOf = decltype((Asked<Unset, Unset, false, false>{} + ... + std::declval<Options>()));

template <class T> struct IsComplete {
  template <class U, std::size_t = sizeof(U)> static std::true_type test(int);
  template <class U> static std::false_type test(...);
  static constexpr bool value = decltype(test<T>(0))::value;
};

/// The derivative that was asked for, if it has been generated.
template <auto function, class Request> struct Find;
template <auto function, class Positions, class Object, bool hasAux, bool returnIds>
struct Find<function, Asked<Positions, Object, hasAux, returnIds>> {
  static constexpr bool hasWeights = !std::is_same_v<Object, Unset>;
  using WeightsKey = std::conditional_t<hasWeights, WeightsOf<Object>, NoWeights>;
  using PositionsKey = std::conditional_t<!std::is_same_v<Positions, Unset>, Positions,
                                          std::conditional_t<hasWeights, Wrt<>, EveryParameter>>;
  using Type = Derivative<function, PositionsKey, WeightsKey, hasAux>;
  static constexpr bool found = IsComplete<Type>::value;
};

/// Fails to compile, and says which pragma is missing.
template <auto function, class Request> struct Explain;
template <auto function, class Positions, class Object, bool hasAux, bool returnIds>
struct Explain<function, Asked<Positions, Object, hasAux, returnIds>> {
  static constexpr bool hasWeights = !std::is_same_v<Object, Unset>;
  static constexpr bool hasPositions = !std::is_same_v<Positions, Unset> && !std::is_same_v<Positions, Wrt<>>;
  static constexpr bool asksForNothing = std::is_same_v<Positions, Wrt<>> && !hasWeights;
  static_assert(!asksForNothing, "adgen: wrt<> asks for weights alone; add weights(model) or a position");
  static_assert(
      asksForNothing || !hasAux,
      "adgen: this derivative was not asked for; add '#pragma grad wrt(...) has_aux' (and weights(...) "
      "where the call has it) in front of the definition of the function");
  static_assert(asksForNothing || hasAux || hasPositions || hasWeights,
                "adgen: no derivative with respect to every parameter was asked for; add '#pragma grad' in "
                "front of the definition of the function, or say wrt<...> in the call");
  static_assert(hasAux || !hasPositions || hasWeights,
                "adgen: this derivative was not asked for; add '#pragma grad wrt(...)' with the positions of "
                "wrt<...> in front of the definition of the function");
  static_assert(hasAux || hasPositions || !hasWeights,
                "adgen: this derivative was not asked for; add '#pragma grad wrt() weights(...)' with the "
                "object of weights(...) in front of the definition of the function");
  static_assert(
      hasAux || !hasPositions || !hasWeights,
      "adgen: this derivative was not asked for; add '#pragma grad wrt(...) weights(...)' with the "
      "positions of wrt<...> and the object of weights(...) in front of the definition of the function");
};
template <auto function> struct Explain<function, WrongOptions> {
  static_assert(function != function,
                "adgen: an option is given twice, or is not one of wrt<...>, weights(...), "
                "has_aux and return_ids");
};

/// Stands for a derivative that is missing, so that its absence is the only error.
struct Missing {
  template <class... Arguments> Missing operator()(Arguments &&...) const { return {}; }
};

// --- return_ids ----------------------------------------------------------------------------------

template <class Tuple, int... positions, std::size_t... indices>
auto pairPositions(Tuple &&gradients, Wrt<positions...>, std::index_sequence<indices...>) {
  return std::make_tuple(std::make_pair(positions, std::get<indices>(std::forward<Tuple>(gradients)))...);
}
template <class Gradient, int position> auto withIds(Gradient &&gradient, Wrt<position>) {
  return std::make_pair(position, std::forward<Gradient>(gradient));
}
template <class Tuple, int first, int second, int... rest>
auto withIds(Tuple &&gradients, Wrt<first, second, rest...> positions) {
  return pairPositions(std::forward<Tuple>(gradients), positions,
                       std::make_index_sequence<2 + sizeof...(rest)>());
}

/// The name of the parameter that gradient i belongs to: frozen parameters have none. Empty past the
/// last gradient.
template <class Gradients>
auto nameOf(const Gradients &gradients, const char *const *names, std::size_t i, int)
    -> decltype(gradients.position(i), std::string()) {
  return i < gradients.size() ? names[gradients.position(i)] : "";
}
template <class Gradients>
std::string nameOf(const Gradients &, const char *const *names, std::size_t i, long) {
  return names[i];
}

template <class Gradients, std::size_t... indices>
auto pairNames(const Gradients &gradients, const char *const *names, std::index_sequence<indices...>) {
  using Gradient = std::decay_t<decltype(gradients[0])>;
  return std::array<std::pair<std::string, Gradient>, sizeof...(indices)>{
      {std::pair<std::string, Gradient>(nameOf(gradients, names, indices, 0), gradients[indices])...}};
}
template <class Found, class Gradients> auto namedWeights(const Gradients &gradients) {
  return pairNames(gradients, Found::weightNames,
                   std::make_index_sequence<std::extent_v<decltype(Found::weightNames)>>());
}

/// Whether gradients come back, and do not all go into buffers.
template <class Found, bool hasWeights>
inline constexpr bool returnsGradients = hasWeights || !std::is_same_v<typename Found::Positions, Wrt<>>;

/// The gradients of a derivative with their ids where these were asked for.
template <class Found, bool returnIds, bool hasWeights, class Gradients> auto finish(Gradients &&gradients) {
  using Positions = typename Found::Positions;
  if constexpr (!returnIds)
    return std::forward<Gradients>(gradients);
  else if constexpr (!hasWeights)
    return withIds(std::forward<Gradients>(gradients), Positions());
  else if constexpr (std::is_same_v<Positions, Wrt<>>)
    return namedWeights<Found>(gradients);
  else
    return std::make_tuple(withIds(std::get<0>(gradients), Positions()),
                           namedWeights<Found>(std::get<1>(gradients)));
}

template <class Result, class... P> std::is_void<Result> returnsVoid(Result (*)(P...));
template <class Class, class Result, class... P> std::is_void<Result> returnsVoid(Result (Class::*)(P...));
template <class Class, class Result, class... P>
std::is_void<Result> returnsVoid(Result (Class::*)(P...) const);
template <class Class, class Result, class... P> std::is_void<Result> returnsVoid(Result (Class::*)(P...) &);
template <class Class, class Result, class... P>
std::is_void<Result> returnsVoid(Result (Class::*)(P...) const &);
template <auto function> inline constexpr bool isVoid = decltype(returnsVoid(function))::value;

// --- The calls -----------------------------------------------------------------------------------

template <auto function, class Request> struct GradientCall;
template <auto function, class Positions, class Object, bool hasAux, bool returnIds>
struct GradientCall<function, Asked<Positions, Object, hasAux, returnIds>> {
  using Found = typename Find<function, Asked<Positions, Object, hasAux, returnIds>>::Type;
  static constexpr bool hasWeights = !std::is_same_v<Object, Unset>;

  template <class... Arguments> static auto call(Arguments &&...arguments) {
    if constexpr (!returnIds || !returnsGradients<Found, hasWeights>) {
      return Found::gradient(std::forward<Arguments>(arguments)...);
    } else if constexpr (!hasAux) {
      return finish<Found, true, hasWeights>(Found::gradient(std::forward<Arguments>(arguments)...));
    } else {
      auto both = Found::gradient(std::forward<Arguments>(arguments)...);
      return std::make_tuple(finish<Found, true, hasWeights>(std::get<0>(std::move(both))),
                             std::get<1>(std::move(both)));
    }
  }
};

template <auto function, class Request> struct ValueAndGradientCall;
template <auto function, class Positions, class Object, bool hasAux, bool returnIds>
struct ValueAndGradientCall<function, Asked<Positions, Object, hasAux, returnIds>> {
  using Found = typename Find<function, Asked<Positions, Object, hasAux, returnIds>>::Type;
  static constexpr bool hasWeights = !std::is_same_v<Object, Unset>;

  template <class... Arguments> static auto call(Arguments &&...arguments) {
    if constexpr (!returnIds || !returnsGradients<Found, hasWeights>) {
      return Found::valueAndGradient(std::forward<Arguments>(arguments)...);
    } else if constexpr (isVoid<function>) {
      return finish<Found, true, hasWeights>(Found::valueAndGradient(std::forward<Arguments>(arguments)...));
    } else {
      auto both = Found::valueAndGradient(std::forward<Arguments>(arguments)...);
      return std::make_tuple(std::get<0>(std::move(both)),
                             finish<Found, true, hasWeights>(std::get<1>(std::move(both))));
    }
  }
};

// --- The function object -------------------------------------------------------------------------

template <class Found, class = void> struct HasWeightsParameter : std::false_type {};
template <class Found>
struct HasWeightsParameter<Found, std::void_t<decltype(Found::weightsParameter)>> : std::true_type {};

[[noreturn]] inline void throwOtherObject() {
  throw std::invalid_argument(
      "adgen: weights(...) names another object than the one that was differentiated");
}

/// Callable with the parameters of the function and then what its derivative adds to them: buffers,
/// tangents, a cotangent. `self` counts a member function's object.
template <class Call, int self, class... Parameters> struct Callable {
  template <class... Added> auto operator()(Parameters... parameters, Added &&...added) const {
    return Call::call(static_cast<Parameters &&>(parameters)..., std::forward<Added>(added)...);
  }
};

/// The same for weights inside one of the parameters.
template <class Call, int self, class... Parameters> struct CallableWithObject {
  template <class... Added> auto operator()(Parameters... parameters, Added &&...added) const {
    constexpr int position = Call::Found::weightsParameter + self;
    if constexpr (std::is_reference_v<std::tuple_element_t<position, std::tuple<Parameters...>>>)
      if (std::addressof(std::get<position>(std::tie(parameters...))) != object)
        throwOtherObject();
    return Call::call(static_cast<Parameters &&>(parameters)..., std::forward<Added>(added)...);
  }

  const void *object;
};

template <class Function> struct Signature;
template <class Result, class... P> struct Signature<Result (*)(P...)> {
  template <template <class, int, class...> class Object, class Call> using Apply = Object<Call, 0, P...>;
};
template <class Class, class Result, class... P> struct Signature<Result (Class::*)(P...)> {
  template <template <class, int, class...> class Object, class Call>
  using Apply = Object<Call, 1, Class &, P...>;
};
template <class Class, class Result, class... P> struct Signature<Result (Class::*)(P...) const> {
  template <template <class, int, class...> class Object, class Call>
  using Apply = Object<Call, 1, const Class &, P...>;
};
// The remaining kinds of function are called like one of these.
template <class R, class... P> struct Signature<R (*)(P...) noexcept> : Signature<R (*)(P...)> {};
template <class C, class R, class... P> struct Signature<R (C::*)(P...) &> : Signature<R (C::*)(P...)> {};
template <class C, class R, class... P>
struct Signature<R (C::*)(P...) noexcept> : Signature<R (C::*)(P...)> {};
template <class C, class R, class... P>
struct Signature<R (C::*)(P...) & noexcept> : Signature<R (C::*)(P...)> {};
template <class C, class R, class... P>
struct Signature<R (C::*)(P...) const &> : Signature<R (C::*)(P...) const> {};
template <class C, class R, class... P>
struct Signature<R (C::*)(P...) const noexcept> : Signature<R (C::*)(P...) const> {};
template <class C, class R, class... P>
struct Signature<R (C::*)(P...) const & noexcept> : Signature<R (C::*)(P...) const> {};

template <class Object, class... Options> constexpr const Object *objectOf(const Options &...options) {
  return std::get<Weights<Object>>(std::tuple<Options...>(options...)).object;
}

template <auto function, class Call, class Positions, class Object, bool hasAux, bool returnIds,
          class... Options>
constexpr auto makeCallableFor(Asked<Positions, Object, hasAux, returnIds>, const Options &...options) {
  using FunctionSignature = Signature<std::remove_const_t<decltype(function)>>;
  using Found = typename Call::Found;
  if constexpr (std::is_same_v<Object, Unset>) {
    return typename FunctionSignature::template Apply<Callable, Call>{};
  } else if constexpr (HasWeightsParameter<Found>::value) {
    return typename FunctionSignature::template Apply<CallableWithObject, Call>{objectOf<Object>(options...)};
  } else {
    if (Found::weightsObject() != objectOf<Object>(options...))
      throwOtherObject();
    return typename FunctionSignature::template Apply<Callable, Call>{};
  }
}

template <auto function, class Request> constexpr bool isFound() {
  if constexpr (std::is_same_v<Request, WrongOptions>)
    return false;
  else
    return Find<function, Request>::found;
}

template <auto function, template <auto, class> class CallOf, class... Options>
constexpr auto makeCallable(const Options &...options) {
  using Request = AskedOf<Options...>;
  if constexpr (isFound<function, Request>())
    return makeCallableFor<function, CallOf<function, Request>>(Request(), options...);
  else
    return sizeof(Explain<function, Request>) != 0 ? Missing() : Missing();
}

// --- jvp and vjp ---------------------------------------------------------------------------------

template <class Found> struct DirectionalCall {
  template <class... Arguments> static auto call(Arguments &&...arguments) {
    return Found::call(std::forward<Arguments>(arguments)...);
  }
};

template <template <auto, class> class Generated, auto function, class Positions>
constexpr auto makeDirectional() {
  using Found = Generated<function, Positions>;
  static_assert(
      IsComplete<Found>::value,
      "adgen: this derivative was not asked for; add '#pragma grad mode(jvp)' or '#pragma grad "
      "mode(vjp)', with 'wrt(...)' and the positions of wrt<...> where the call has them, in front of "
      "the definition of the function");
  if constexpr (IsComplete<Found>::value)
    return
        typename Signature<std::remove_const_t<decltype(function)>>::template Apply<Callable,
                                                                                    DirectionalCall<Found>>{};
  else
    return Missing();
}

} // namespace adgen::detail
