// adgen::grad, value_and_grad, jvp, vjp: the derivatives that `#pragma grad` asks for, as function objects.
//
//     #pragma grad wrt(w, b)
//     double f(double x, double w, double b) { return std::tanh(w * x + b); }
//
//     auto [dw, db] = adgen::grad<f>(adgen::wrt<1, 2>)(x, w, b);
//
// Needs C++17 and nothing but the standard library.
#pragma once

#include <memory>
#include <tuple>

namespace adgen {

/// The zero-based positions of the parameters that a gradient is taken with respect to. One
/// position gives that gradient, several give a std::tuple of gradients in their order.
template <int... positions> struct Wrt {
  static_assert(((positions >= 0) && ... && true), "adgen: the positions in wrt<...> count from zero");
};

/// `wrt<2, 3>`; `wrt<>` together with weights(...) asks for the weights alone.
template <int... positions> inline constexpr Wrt<positions...> wrt{};

struct HasAux {};

/// Only the first output of the function contributes to the gradient; grad(...) then returns
/// (gradients, std::tuple of the other outputs).
inline constexpr HasAux has_aux{};

struct ReturnIds {};

/// Every gradient comes back in a std::pair with its position, or with its parameter's name for weights.
inline constexpr ReturnIds return_ids{};

template <class Object> struct Weights {
  const Object *object;
};

/// The trainable Parameters inside an object, as in the pragma's `weights(model)`. The gradient is
/// an adgen::Gradients, in the order of trainable_params(). The object must outlive the result.
template <class Object> constexpr Weights<Object> weights(const Object &object) {
  return {std::addressof(object)};
}
template <class Object> void weights(const Object &&object) = delete;

/// Stands for the positions of a pragma without wrt(...).
struct EveryParameter;
struct NoWeights;
template <class Object> struct WeightsOf;

/// What has been generated for a function, a choice of positions and weights, with or without
/// has_aux: generated code specialises this. It provides `gradient` and `valueAndGradient`, the
/// `Positions` whose gradients are returned (and not added into a buffer), and for weights their names
/// and where the object is.
template <auto function, class Positions, class WeightsKey, bool hasAux> struct Derivative;

/// The same for mode(jvp) and mode(vjp). They provide `call`.
template <auto function, class Positions> struct JvpOf;
template <auto function, class Positions> struct VjpOf;

} // namespace adgen

#include "adgen/detail/GradCall.h"

namespace adgen {

/// The gradient of a function, as a function object with the parameters of the function (a member
/// function's object comes first) and, behind them, a buffer `T *d_x` for each position whose parameter
/// is a pointer, an array or a reference to non-const: the gradient is added into it. Options, in any order:
/// wrt<...>, weights(object), has_aux, return_ids. Without wrt and weights: what a pragma without wrt(...)
/// has asked for.
///
/// What comes back for one position is the gradient, for several a std::tuple, for weights alone an
/// adgen::Gradients, for positions and weights a std::tuple of both; with has_aux, a pair of that
/// and the other outputs.
///
/// \throws std::invalid_argument if weights(...) names another object than the pragma did, or than
///         the call passes where the object is a parameter of the function.
template <auto function, class... Options> constexpr auto grad(Options... options) {
  return detail::makeCallable<function, detail::GradientCall>(options...);
}

/// As grad, but what is called returns (what the function returns, gradients).
template <auto function, class... Options> constexpr auto value_and_grad(Options... options) {
  return detail::makeCallable<function, detail::ValueAndGradientCall>(options...);
}

/// The derivative in a direction, as a function object: it takes the parameters of the function and
/// then a tangent for each position, and returns a std::tuple of the result and its tangent, or nothing
/// for a function that returns nothing. The tangent of a pointer is a pointer to tangents; those of what
/// the function writes are written there.
template <auto function> constexpr auto jvp() {
  return detail::makeDirectional<JvpOf, function, EveryParameter>();
}
template <auto function, int... positions> constexpr auto jvp(Wrt<positions...>) {
  return detail::makeDirectional<JvpOf, function, Wrt<positions...>>();
}

/// The product of a cotangent and the derivative, as a function object: it takes the parameters of the
/// function, the cotangent of its result (none where it returns nothing) and the buffers that grad
/// takes, and returns the gradients as grad does.
template <auto function> constexpr auto vjp() {
  return detail::makeDirectional<VjpOf, function, EveryParameter>();
}
template <auto function, int... positions> constexpr auto vjp(Wrt<positions...>) {
  return detail::makeDirectional<VjpOf, function, Wrt<positions...>>();
}

} // namespace adgen
