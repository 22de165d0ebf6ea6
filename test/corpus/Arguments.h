// Arguments of any C-style function, made of the numbers of a point; for both
// roles of a corpus file (see CorpusCheck.h).
#pragma once

#include "../exec/Numbers.h"

#include <cmath>
#include <cstddef>
#include <memory>

namespace corpus {

/// The numbers of one argument, structs by their members, integers too.
struct Argument {
  std::vector<double> numbers;
  std::size_t rows = 0; ///< For a pointer to pointers.

  Argument(std::vector<double> all, std::size_t rowCount = 0) : numbers(std::move(all)), rows(rowCount) {}
  Argument(double number) : numbers{number} {}
};

/// All arguments of a call, and how exact double is there.
struct Point {
  std::vector<Argument> arguments;
  double tolerance = 1e-10;

  /// Where float takes part.
  Point &&within(double relative) && { return tolerance = relative, std::move(*this); }
};

template <class... T> Point point(const T &...arguments) { return {{static_cast<Argument>(arguments)...}}; }
inline Argument array(std::initializer_list<double> numbers) { return std::vector<double>(numbers); }
/// Numbers between `low` and `high` without a pattern, the same on every run.
inline Argument filled(std::size_t count, double low, double high) {
  std::vector<double> numbers(count);
  double step = 0.41, turn = 0.37;
  for (double &number : numbers) {
    step += 0.6180339887498949; // growing, or the numbers would be those of a singular matrix
    turn += step;
    turn -= std::floor(turn);
    number = low + (high - low) * turn;
  }
  return numbers;
}
inline Argument zeros(std::size_t count) { return std::vector<double>(count); }
/// What a `Real **` points to.
inline Argument rows(std::size_t count, Argument argument) { return {std::move(argument.numbers), count}; }

template <class T> std::size_t numbersIn() {
  T value{};
  std::size_t count = 0;
  exec::eachNumber(value, [&](auto &) { ++count; });
  return count;
}

/// Whether a derivative can be taken by a T.
template <class T> constexpr bool hasReals();
template <class... T> constexpr bool anyHasReals(std::tuple<T...> *) {
  return (hasReals<std::remove_reference_t<T>>() || ...);
}
template <class T> constexpr bool hasReals() {
  if constexpr (std::is_array_v<T> || std::is_pointer_v<T>)
    return hasReals<std::remove_cv_t<std::remove_pointer_t<std::remove_all_extents_t<T>>>>();
  else if constexpr (exec::HasFields<T>::value) {
    using Fields = decltype(fieldsOf(std::declval<T &>()));
    return anyHasReals(static_cast<Fields *>(nullptr));
  } else
    return exec::isReal<T>;
}

/// Holds the argument of a parameter of type P. Here: by value or by const reference.
template <class P> struct Box {
  static constexpr bool isBuffer = false;
  using Value = std::remove_cv_t<std::remove_reference_t<P>>;
  using Adjoint = Value; ///< The type of its adjoint.
  static constexpr bool isDifferentiable = hasReals<Value>();

  Value value{};

  void allocate(const Argument &) {}
  Value &get() { return value; }
  template <class Visitor> void visit(const Visitor &visitor) { exec::eachNumber(value, visitor); }
};

/// T &. Its adjoint may be a reference or a pointer.
template <class T> struct Box<T &> {
  static constexpr bool isBuffer = true;
  using Adjoint = T &;
  static constexpr bool isDifferentiable = hasReals<T>();
  struct Either {
    T *address;
    operator T &() const { return *address; }
    operator T *() const { return address; }
  };

  T value{};

  void allocate(const Argument &) {}
  T &get() { return value; }
  Either getAdjoint() { return {&value}; }
  template <class Visitor> void visit(const Visitor &visitor) { exec::eachNumber(value, visitor); }
};
template <class T> struct Box<const T &> : Box<T> {};

/// T *, also to arrays. Exactly as large as its numbers, so that the sanitizer sees every step beyond.
template <class T> struct Box<T *> {
  static constexpr bool isBuffer = true;
  using Adjoint = std::remove_const_t<T> *;
  using Leaf = std::remove_cv_t<std::remove_all_extents_t<T>>;
  static constexpr bool isDifferentiable = hasReals<Leaf>();

  std::unique_ptr<Leaf[]> leaves;
  std::size_t size = 0;

  void allocate(const Argument &argument) {
    size = argument.numbers.size() / numbersIn<Leaf>();
    leaves.reset(new Leaf[size]());
  }
  T *get() { return reinterpret_cast<T *>(leaves.get()); }
  T *getAdjoint() { return get(); }
  template <class Visitor> void visit(const Visitor &visitor) {
    for (std::size_t i = 0; i < size; ++i)
      exec::eachNumber(leaves[i], visitor);
  }
};

/// A pointer to pointers to rows of equal length.
template <class T> struct Box<T **> : Box<T *> {
  using Adjoint = std::remove_const_t<T> **;
  std::unique_ptr<T *[]> pointers;

  void allocate(const Argument &argument) {
    Box<T *>::allocate(argument);
    pointers.reset(new T *[argument.rows]());
    for (std::size_t i = 0; i < argument.rows; ++i)
      pointers[i] = this->leaves.get() + i * (this->size / argument.rows);
  }
  T **get() { return pointers.get(); }
  T **getAdjoint() { return get(); }
};
template <class T> struct Box<T *const *> : Box<T **> {};

/// The arguments of a call.
template <class... P> struct Arguments {
  std::tuple<Box<P>...> boxes;

  /// \param count how many arguments `all` has.
  template <class Number> void fill(const Argument *all, const std::vector<Number> &numbers) {
    auto next = numbers.begin();
    forEach([&](auto &box) {
      box.allocate(*all++);
      box.visit([&](auto &number) { exec::setNumber(number, *next++); });
    });
  }
  template <class F> void forEach(const F &f) {
    std::apply([&](auto &...box) { (f(box), ...); }, boxes);
  }
  template <class F> decltype(auto) call(const F &f) {
    return std::apply([&](auto &...box) -> decltype(auto) { return f(box.get()...); }, boxes);
  }
  /// What lies behind pointers and references.
  template <class Number> std::vector<Number> contents() {
    std::vector<Number> all;
    forEach([&](auto &box) {
      if constexpr (std::decay_t<decltype(box)>::isBuffer)
        box.visit([&](auto &number) { all.push_back(static_cast<Number>(number)); });
    });
    return all;
  }
};

/// d outputs / d inputs at a point. Inputs: the real numbers of all arguments. Outputs: the sum of
/// what is returned, then the real numbers behind pointers and references on return.
struct Jacobian {
  std::size_t outputs = 0;
  std::vector<double> values;  ///< Of the outputs.
  std::vector<double> entries; ///< inputs x outputs.
  double doubt = 0;            ///< How far two steps disagree, relative to the largest entry.
};

inline std::vector<double> flat(const Point &point) {
  std::vector<double> numbers;
  for (const Argument &argument : point.arguments)
    numbers.insert(numbers.end(), argument.numbers.begin(), argument.numbers.end());
  return numbers;
}

} // namespace corpus
