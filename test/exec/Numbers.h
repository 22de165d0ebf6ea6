// The numbers inside a value, for both roles of a corpus file (see Check.h).
#pragma once

#include <array>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

// Lets the harness look into a struct: EXEC_FIELDS(Vec3, x, y, z).
#define EXEC_FIELDS(Type, ...)                                                                               \
  inline auto fieldsOf(Type &record) {                                                                        \
    auto &[__VA_ARGS__] = record;                                                                            \
    return std::tie(__VA_ARGS__);                                                                            \
  }

namespace exec {

#ifdef ADGEN_REFERENCE
template <class T> constexpr bool isReal = std::is_same_v<T, __float128>;
#else
template <class T> constexpr bool isReal = std::is_floating_point_v<T>;
#endif
template <class T> constexpr bool isNumber = isReal<T> || std::is_integral_v<T> || std::is_enum_v<T>;

template <class T, class = void> struct HasFields : std::false_type {};
template <class T>
struct HasFields<T, std::void_t<decltype(fieldsOf(std::declval<T &>()))>> : std::true_type {};

template <class T> struct IsVector : std::false_type {};
template <class T> struct IsVector<std::vector<T>> : std::true_type {};

/// Visits every number in a value: members in order, depth first.
template <class T, class Visitor> void eachNumber(T &value, const Visitor &visit) {
  if constexpr (isNumber<T>)
    visit(value);
  else if constexpr (std::is_array_v<T> || IsVector<T>::value)
    for (auto &element : value)
      eachNumber(element, visit);
  else if constexpr (HasFields<T>::value)
    std::apply([&](auto &...field) { (eachNumber(field, visit), ...); }, fieldsOf(value));
  else
    std::apply([&](auto &...part) { (eachNumber(part, visit), ...); }, value);
}

template <class T> void setNumber(T &target, double value) { target = static_cast<T>(value); }
#ifdef ADGEN_REFERENCE
template <class T> void setNumber(T &target, __float128 value) { target = static_cast<T>(value); }
#endif

/// The real numbers in a value, integers left out: what a gradient consists of.
template <class Number, class T> std::vector<Number> realsOf(T value) {
  std::vector<Number> reals;
  eachNumber(value, [&](auto &number) {
    if constexpr (isReal<std::decay_t<decltype(number)>>)
      reals.push_back(number);
  });
  return reals;
}

/// The parameters of a function (of a member function: the object first).
template <class F> struct Signature;
template <class R, class... P> struct Signature<R (*)(P...)> {
  using Result = std::decay_t<R>;
  using Arguments = std::tuple<std::decay_t<P>...>;
};
template <class C, class R, class... P> struct Signature<R (C::*)(P...) const> {
  using Result = std::decay_t<R>;
  using Arguments = std::tuple<C, std::decay_t<P>...>;
};
template <class R, class... P> struct Signature<R (*)(P...) noexcept> : Signature<R (*)(P...)> {};

template <class Arguments, class Number> Arguments argumentsFrom(const Number *numbers) {
  Arguments arguments{};
  eachNumber(arguments, [&](auto &number) { setNumber(number, *numbers++); });
  return arguments;
}

} // namespace exec
