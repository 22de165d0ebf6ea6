//===- Cell.h - Networks and their parameters -------------------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ADGEN_RUNTIME_CELL_H
#define ADGEN_RUNTIME_CELL_H

#include "adgen/runtime/Tensor.h"

#include <functional>
#include <initializer_list>
#include <string>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <vector>

namespace adgen {

/// A tensor that training changes. It is a Tensor wherever one is expected;
/// assigning a tensor replaces the value and keeps name and requires_grad.
struct Parameter : Tensor {
  /// Empty until Cell::trainable_params or all_params fills in the member's path.
  std::string name;
  /// Frozen when false: no gradient is returned for it.
  bool requires_grad = true;

  Parameter() = default;
  Parameter(Tensor value, std::string name = "", bool requires_grad = true)
      : Tensor(std::move(value)), name(std::move(name)), requires_grad(requires_grad) {}

  Parameter &operator=(const Tensor &value) {
    Tensor::operator=(value);
    return *this;
  }
  Parameter &operator=(Tensor &&value) noexcept {
    Tensor::operator=(std::move(value));
    return *this;
  }
};

namespace detail {
// A user's class hides the overloads that it does not define, as it should. g++
// reports that here, at the hidden function; for clang++ see Cell.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverloaded-virtual"
/// What a Cell's call operator reaches.
class Constructible {
public:
  virtual ~Constructible() = default;

  /// What calling the network computes.
  /// \throws std::logic_error where the network does not define it, which also
  /// happens to a construct that lacks the `const`.
  virtual Tensor construct(const Tensor &) const;
  virtual Tensor construct(const Tensor &, const Tensor &) const;
  virtual Tensor construct(const Tensor &, const Tensor &, const Tensor &) const;
  virtual Tensor construct(const Tensor &, const Tensor &, const Tensor &, const Tensor &) const;

protected:
  // Only as part of a derived class, which keeps copies from being sliced.
  Constructible() = default;
  Constructible(const Constructible &) = default;
  Constructible(Constructible &&) = default;
  Constructible &operator=(const Constructible &) = default;
  Constructible &operator=(Constructible &&) = default;
};
#pragma GCC diagnostic pop
} // namespace detail

/// The base of networks. A network defines `construct` for one to four tensors
/// and is called like a function:
///
///     struct Network : adgen::Cell {
///       Parameter w, b;
///       Tensor construct(const Tensor &x) const { return matmul(x, w) + b; }
///     };
///     Tensor z = model(x);
///
/// A construct of yet another signature is called by its name.
class Cell : public detail::Constructible {
public:
  using Constructible::construct;
  // clang++ looks for hidden virtual functions in the nearest base class that has
  // the name; here it finds one that is not virtual and is content.
  void construct() const = delete;

  Tensor operator()(const Tensor &x) const { return construct(x); }
  Tensor operator()(const Tensor &x, const Tensor &y) const { return construct(x, y); }
  Tensor operator()(const Tensor &x, const Tensor &y, const Tensor &z) const { return construct(x, y, z); }
  Tensor operator()(const Tensor &x, const Tensor &y, const Tensor &z, const Tensor &u) const {
    return construct(x, y, z, u);
  }

  /// The parameters with requires_grad, in the order of declaration, also those
  /// of member cells. A parameter without a name gets its path, "w" or "fc1.w",
  /// as its name. The pointers live as long as the cell.
  /// \throws std::logic_error when no CellRegistration lists this class's
  /// parameters; C++17 itself cannot.
  std::vector<Parameter *> trainable_params();
  /// The same without filling in names.
  std::vector<const Parameter *> trainable_params() const;
  /// Likewise, with the parameters that are frozen.
  std::vector<Parameter *> all_params();
  std::vector<const Parameter *> all_params() const;
};

namespace detail {
struct CellMember {
  std::string path;
  std::function<Parameter &(Cell &)> access;
};
void registerCell(const std::type_info &type, std::vector<CellMember> &&members);
[[noreturn]] void throwInexactType(const std::type_info &actual, const std::type_info &expected);
} // namespace detail

/// A parameter of class C: its path from C and how to reach it.
template <class C> struct NamedMember {
  const char *path;
  Parameter &(*member)(C &);
};

/// Tells Cell::trainable_params where the parameters of a class are. adgen
/// writes one such object per class that a `weights(...)` clause names:
///
///     inline const adgen::CellRegistration<Network> network_members{
///         {"w", [](Network &c) -> adgen::Parameter & { return c.w; }},
///         {"fc1.w", [](Network &c) -> adgen::Parameter & { return c.fc1.w; }}};
///
/// The first registration of a class counts; later ones change nothing.
template <class C> class CellRegistration {
  static_assert(std::is_base_of_v<Cell, C>, "only classes derived from adgen::Cell are registered");

public:
  CellRegistration(std::initializer_list<NamedMember<C>> members) {
    std::vector<detail::CellMember> erased;
    for (const NamedMember<C> &m : members)
      erased.push_back({m.path, [member = m.member](Cell &cell) -> Parameter & {
                          return member(static_cast<C &>(cell));
                        }});
    detail::registerCell(typeid(C), std::move(erased));
  }
};

/// A derivative generated for C knows C's construct and C's parameters alone.
/// \throws std::logic_error when \p cell is of a class derived from C.
template <class C> void require_exact_type(const C &cell) {
  if (typeid(cell) != typeid(C))
    detail::throwInexactType(typeid(cell), typeid(C));
}

} // namespace adgen

#endif // ADGEN_RUNTIME_CELL_H
