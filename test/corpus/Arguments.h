// Arguments of any C-style function, made of the numbers of a point; for both
// roles of a corpus file (see CorpusCheck.h).
#pragma once

#include "../exec/Numbers.h"

#include "Points.h"

#include <memory>

namespace corpus {

#ifdef ADGEN_REFERENCE
using Number = __float128;
#else
using Number = long double; // holds what any argument can hold
#endif
using Numbers = std::vector<Number>;

template <class T> std::size_t numbersIn() {
  T value{};
  std::size_t count = 0;
  exec::eachNumber(value, [&](auto &) { ++count; });
  return count;
}

template <class T> void appendNumbers(Numbers &to, T &value, bool realsOnly) {
  exec::eachNumber(value, [&](auto &number) {
    if (!realsOnly || exec::isReal<std::decay_t<decltype(number)>>)
      to.push_back(static_cast<Number>(number));
  });
}
template <class T> void takeNumbers(const Number *&from, T &value, bool realsOnly) {
  exec::eachNumber(value, [&](auto &number) {
    if (!realsOnly || exec::isReal<std::decay_t<decltype(number)>>)
      number = static_cast<std::decay_t<decltype(number)>>(*from++);
  });
}

/// Whether a derivative can be taken by a T.
template <class T> constexpr bool hasReals();
template <class... T> constexpr bool anyHasReals(std::tuple<T...> *) {
  return (hasReals<std::remove_reference_t<T>>() || ...);
}
template <class T> constexpr bool hasReals() {
  if constexpr (std::is_array_v<T> || std::is_pointer_v<T>)
    return hasReals<std::remove_cv_t<std::remove_pointer_t<std::remove_all_extents_t<T>>>>();
  else if constexpr (exec::IsVector<T>::value)
    return hasReals<typename T::value_type>();
  else if constexpr (exec::HasFields<T>::value) {
    using Fields = decltype(fieldsOf(std::declval<T &>()));
    return anyHasReals(static_cast<Fields *>(nullptr));
  } else
    return exec::isReal<T>;
}

/// The argument of one parameter. Of its numbers, all or the real ones alone are wanted.
struct AnyBox {
  const bool isBuffer; ///< What it holds lies behind a pointer or a reference.
  const bool isDifferentiable;

  virtual ~AnyBox() = default;
  virtual void allocate(const Argument &) {}
  virtual void take(const Number *&from, bool realsOnly) = 0;
  virtual void append(Numbers &to, bool realsOnly) = 0;

protected:
  AnyBox(bool buffer, bool differentiable) : isBuffer(buffer), isDifferentiable(differentiable) {}
};
using Boxes = std::vector<std::unique_ptr<AnyBox>>;

/// Gives a vector as many elements as so many numbers are; one of vectors, so many rows of equal length.
template <class E> void resize(std::vector<E> &vector, std::size_t numbers, std::size_t rows) {
  if constexpr (exec::IsVector<E>::value) {
    vector.resize(rows);
    for (E &row : vector)
      resize(row, numbers / rows, 0);
  } else {
    vector.resize(numbers / numbersIn<E>());
  }
}

/// Gives the one vector in a struct what the other members leave of so many numbers.
template <class T> void resizeFirst(T &value, std::size_t numbers) {
  if constexpr (exec::HasFields<T>::value) {
    const std::size_t others = numbersIn<T>();
    std::apply(
        [&](auto &...field) {
          auto visit = [&](auto &part) {
            if constexpr (exec::IsVector<std::decay_t<decltype(part)>>::value)
              resize(part, numbers - others, 0);
          };
          (visit(field), ...);
        },
        fieldsOf(value));
  }
}

/// Holds a value in place.
template <class T> struct ValueBox : AnyBox {
  T value{};

  explicit ValueBox(bool buffer) : AnyBox(buffer, hasReals<T>()) {}
  void allocate(const Argument &argument) override {
    if constexpr (exec::IsVector<T>::value)
      resize(value, argument.numbers.size(), argument.rows);
    else
      resizeFirst(value, argument.numbers.size());
  }
  void take(const Number *&from, bool realsOnly) override { takeNumbers(from, value, realsOnly); }
  void append(Numbers &to, bool realsOnly) override { appendNumbers(to, value, realsOnly); }
};

/// The box of a parameter of type P. Here: by value or by const reference.
template <class P> struct Box : ValueBox<std::remove_cv_t<std::remove_reference_t<P>>> {
  using Value = std::remove_cv_t<std::remove_reference_t<P>>;
  using Adjoint = Value; ///< The type of its adjoint.

  Box() : ValueBox<Value>(false) {}
  Value &get() { return this->value; }
  Value &getAdjoint() { return this->value; }
};

/// T &. Its adjoint may be a reference or a pointer.
template <class T> struct Box<T &> : ValueBox<T> {
  using Adjoint = T &;
  struct Either {
    T *address;
    operator T &() const { return *address; }
    operator T *() const { return address; }
  };

  Box() : ValueBox<T>(true) {}
  T &get() { return this->value; }
  Either getAdjoint() { return {&this->value}; }
};
template <class T> struct Box<const T &> : Box<T> {};

/// Leaves of one type, exactly as many as there are numbers, so that the sanitizer sees every step beyond.
template <class Leaf> struct LeavesBox : AnyBox {
  std::unique_ptr<Leaf[]> leaves;
  std::size_t size = 0;

  LeavesBox() : AnyBox(true, hasReals<Leaf>()) {}
  void allocate(const Argument &argument) override {
    size = argument.numbers.size() / numbersIn<Leaf>();
    leaves.reset(new Leaf[size]());
  }
  void take(const Number *&from, bool realsOnly) override {
    for (std::size_t i = 0; i < size; ++i)
      takeNumbers(from, leaves[i], realsOnly);
  }
  void append(Numbers &to, bool realsOnly) override {
    for (std::size_t i = 0; i < size; ++i)
      appendNumbers(to, leaves[i], realsOnly);
  }
};
template <class T> using LeafOf = std::remove_cv_t<std::remove_all_extents_t<T>>;

/// T *, also to arrays.
template <class T> struct Box<T *> : LeavesBox<LeafOf<T>> {
  using Adjoint = std::remove_const_t<T> *;

  T *get() { return reinterpret_cast<T *>(this->leaves.get()); }
  T *getAdjoint() { return get(); }
};

/// A pointer to pointers to rows of equal length.
template <class T> struct Box<T **> : LeavesBox<LeafOf<T>> {
  using Adjoint = std::remove_const_t<T> **;
  std::unique_ptr<T *[]> pointers;

  void allocate(const Argument &argument) override {
    LeavesBox<LeafOf<T>>::allocate(argument);
    pointers.reset(new T *[argument.rows]());
    for (std::size_t i = 0; i < argument.rows; ++i)
      pointers[i] = this->leaves.get() + i * (this->size / argument.rows);
  }
  T **get() { return pointers.get(); }
  T **getAdjoint() { return get(); }
};
template <class T> struct Box<T *const *> : Box<T **> {};

template <class... P> Boxes makeBoxes() {
  Boxes boxes;
  (boxes.push_back(std::make_unique<Box<P>>()), ...);
  return boxes;
}
/// Boxes for the adjoints or tangents of the parameters.
template <class... P> Boxes makeShadows() { return makeBoxes<typename Box<P>::Adjoint...>(); }

inline void fill(Boxes &boxes, const Point &point, const Numbers &numbers) {
  const Number *next = numbers.data();
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    boxes[i]->allocate(point.arguments[i]);
    boxes[i]->take(next, false);
  }
}

/// What lies behind pointers and references.
inline Numbers contentsOf(const Boxes &boxes, bool realsOnly) {
  Numbers contents;
  for (const auto &box : boxes)
    if (box->isBuffer)
      box->append(contents, realsOnly);
  return contents;
}

template <class... P, class F, std::size_t... i>
decltype(auto) call(const F &f, Boxes &boxes, std::index_sequence<i...>) {
  return f(static_cast<Box<P> &>(*boxes[i]).get()...);
}

inline Numbers flat(const Point &point) {
  Numbers numbers;
  for (const Argument &argument : point.arguments)
    numbers.insert(numbers.end(), argument.numbers.begin(), argument.numbers.end());
  return numbers;
}

} // namespace corpus
