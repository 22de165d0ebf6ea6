// The real numbers inside arguments, results and gradients. Included by adgen/check.h only.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

/// Lets adgen::check_gradient look into a struct: ADGEN_CHECK_FIELDS(Point, x, y), in its namespace.
#define ADGEN_CHECK_FIELDS(Type, ...)                                                                        \
  [[maybe_unused]] inline auto adgenFieldsOf(Type &record) {                                                 \
    auto &[__VA_ARGS__] = record;                                                                            \
    return std::tie(__VA_ARGS__);                                                                            \
  }

namespace adgen::detail {

template <class T> struct ArrayArgument {
  const T *pointer;
  std::size_t size;
  const T *begin() const { return pointer; }
  const T *end() const { return pointer + size; }
};

template <class T, class = void> struct HasFields : std::false_type {};
template <class T>
struct HasFields<T, std::void_t<decltype(adgenFieldsOf(std::declval<T &>()))>> : std::true_type {};
template <class T, class = void> struct HasData : std::false_type {};
template <class T>
struct HasData<T, std::void_t<decltype(std::declval<T &>().data()), decltype(std::declval<T &>().size())>>
    : std::true_type {};
template <class T, class = void> struct IsTuple : std::false_type {};
template <class T> struct IsTuple<T, std::void_t<decltype(std::tuple_size<T>::value)>> : std::true_type {};

/// Converts to anything: how many of it initialise an aggregate is how many fields that has.
struct Anything {
  template <class T> operator T() const;
};
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-field-initializers" // fewer than all is the question
template <class T, class... Fields>
auto takes(int, Fields... fields) -> decltype(T{fields...}, std::true_type());
template <class T> std::false_type takes(long, ...);
#pragma GCC diagnostic pop
template <class T, class... Fields> constexpr std::size_t fieldCount() {
  if constexpr (decltype(takes<T>(0, Fields()..., Anything()))::value)
    return fieldCount<T, Fields..., Anything>();
  else
    return sizeof...(Fields);
}

/// The fields of a struct without arrays and base classes; another needs ADGEN_CHECK_FIELDS.
template <class T> auto fieldsOf(T &record) {
  if constexpr (HasFields<T>::value) {
    return adgenFieldsOf(record);
  } else {
    constexpr std::size_t count = fieldCount<T>();
    static_assert(std::is_aggregate_v<T> && count <= 6,
                  "adgen: cannot see the fields of this class; add ADGEN_CHECK_FIELDS(Class, field, ...)");
    if constexpr (count == 1) {
      auto &[a] = record;
      return std::tie(a);
    } else if constexpr (count == 2) {
      auto &[a, b] = record;
      return std::tie(a, b);
    } else if constexpr (count == 3) {
      auto &[a, b, c] = record;
      return std::tie(a, b, c);
    } else if constexpr (count == 4) {
      auto &[a, b, c, d] = record;
      return std::tie(a, b, c, d);
    } else if constexpr (count == 5) {
      auto &[a, b, c, d, e] = record;
      return std::tie(a, b, c, d, e);
    } else if constexpr (count == 6) {
      auto &[a, b, c, d, e, f] = record;
      return std::tie(a, b, c, d, e, f);
    } else {
      return std::tuple<>();
    }
  }
}

/// Visits the real numbers in a value in order, depth first.
template <class T, class Visitor> void eachReal(T &value, const Visitor &visit) {
  if constexpr (std::is_floating_point_v<T>) {
    visit(value);
  } else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T> || std::is_pointer_v<T>) {
  } else if constexpr (std::is_array_v<T>) {
    for (auto &element : value)
      eachReal(element, visit);
  } else if constexpr (HasData<T>::value) { // std::array, std::vector, tensors
    auto *data = value.data();
    for (std::size_t i = 0, size = static_cast<std::size_t>(value.size()); i < size; ++i)
      eachReal(data[i], visit);
  } else if constexpr (IsTuple<T>::value) {
    std::apply([&](auto &...part) { (eachReal(part, visit), ...); }, value);
  } else {
    std::apply([&](auto &...field) { (eachReal(field, visit), ...); }, fieldsOf(value));
  }
}

template <class T> std::vector<long double> realsOf(T value) {
  std::vector<long double> reals;
  eachReal(value, [&](auto &number) { reals.push_back(static_cast<long double>(number)); });
  return reals;
}

/// The coarsest precision among the numbers in a value.
template <class T> double epsilonOf(T value) {
  double epsilon = std::numeric_limits<double>::epsilon();
  eachReal(value, [&](auto &number) {
    using Number = std::decay_t<decltype(number)>;
    epsilon = std::fmax(epsilon, static_cast<double>(std::numeric_limits<Number>::epsilon()));
  });
  return epsilon;
}

/// Numbers for seeds and directions: no two alike, none near zero.
template <class T> void fillWithWeights(T &value, double turn) {
  eachReal(value, [&](auto &number) {
    turn += 0.6180339887498949;
    turn -= std::floor(turn);
    number = static_cast<std::decay_t<decltype(number)>>(turn < 0.5 ? turn - 0.9 : turn + 0.3);
  });
}

/// What lies behind one parameter.
template <class P> struct Held {
  using Value = std::remove_cv_t<std::remove_reference_t<P>>;
  Value value;

  template <class Argument> explicit Held(const Argument &argument) : value(argument) {}
  Value &pass() { return value; }
  struct Buffer {
    Value *address;
    operator Value *() const { return address; }
    operator Value &() const { return *address; }
  };
  Buffer buffer() { return {&value}; }
};
template <class T> struct Held<T *> {
  std::vector<std::remove_cv_t<T>> value;

  template <class Argument>
  explicit Held(const Argument &argument) : value(std::begin(argument), std::end(argument)) {}
  T *pass() { return value.data(); }
  std::remove_cv_t<T> *buffer() { return value.data(); }
};

} // namespace adgen::detail
