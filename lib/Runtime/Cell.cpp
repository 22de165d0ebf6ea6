//===- Cell.cpp - Networks and their parameters ---------------------------===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "adgen/runtime/Cell.h"

#include <cstdlib>
#include <cxxabi.h>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <typeindex>
#include <unordered_map>

namespace adgen {
namespace {

struct Registry {
  std::mutex mutex;
  std::unordered_map<std::type_index, std::vector<detail::CellMember>> classes;
};

// Local to a function, because registrations run before main in any order; never
// destroyed, because cells with static storage may ask until the very end.
Registry &registry() {
  static auto *instance = new Registry;
  return *instance;
}

std::string nameOf(const std::type_info &type) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(
      abi::__cxa_demangle(type.name(), nullptr, nullptr, &status), &std::free);
  return name ? name.get() : type.name();
}

const std::vector<detail::CellMember> &membersOf(const std::type_info &type) {
  Registry &r = registry();
  const std::lock_guard<std::mutex> lock(r.mutex);
  const auto found = r.classes.find(type);
  if (found == r.classes.end())
    throw std::logic_error(
        "adgen: the parameters of " + nameOf(type) +
        " are not known; '#pragma grad weights(model)' in front of a function that uses a " + nameOf(type) +
        " makes adgen write their registration");
  // Entries are never changed or removed, and the map's nodes do not move.
  return found->second;
}

[[noreturn]] void throwNoConstruct(const detail::Constructible &cell, int inputs) {
  const std::string name = nameOf(typeid(cell));
  throw std::logic_error("adgen: " + name + " has no 'Tensor construct(" + std::to_string(inputs) +
                         " x const Tensor &) const'; mind the const");
}

std::vector<Parameter *> collect(Cell &cell, bool frozenToo) {
  std::vector<Parameter *> result;
  for (const detail::CellMember &member : membersOf(typeid(cell))) {
    Parameter &parameter = member.access(cell);
    if (parameter.name.empty())
      parameter.name = member.path;
    if (frozenToo || parameter.requires_grad)
      result.push_back(&parameter);
  }
  return result;
}

std::vector<const Parameter *> collect(const Cell &cell, bool frozenToo) {
  std::vector<const Parameter *> result;
  for (const detail::CellMember &member : membersOf(typeid(cell))) {
    // The accessors only form references: nothing is written through this one.
    const Parameter &parameter = member.access(const_cast<Cell &>(cell));
    if (frozenToo || parameter.requires_grad)
      result.push_back(&parameter);
  }
  return result;
}

} // namespace

Tensor detail::Constructible::construct(const Tensor &) const { throwNoConstruct(*this, 1); }
Tensor detail::Constructible::construct(const Tensor &, const Tensor &) const { throwNoConstruct(*this, 2); }
Tensor detail::Constructible::construct(const Tensor &, const Tensor &, const Tensor &) const {
  throwNoConstruct(*this, 3);
}
Tensor detail::Constructible::construct(const Tensor &, const Tensor &, const Tensor &,
                                        const Tensor &) const {
  throwNoConstruct(*this, 4);
}

std::vector<Parameter *> Cell::trainable_params() { return collect(*this, false); }
std::vector<const Parameter *> Cell::trainable_params() const { return collect(*this, false); }
std::vector<Parameter *> Cell::all_params() { return collect(*this, true); }
std::vector<const Parameter *> Cell::all_params() const { return collect(*this, true); }

void detail::registerCell(const std::type_info &type, std::vector<CellMember> &&members) {
  Registry &r = registry();
  const std::lock_guard<std::mutex> lock(r.mutex);
  r.classes.try_emplace(type, std::move(members));
}

void detail::throwInexactType(const std::type_info &actual, const std::type_info &expected) {
  throw std::logic_error("adgen: this derivative was generated for " + nameOf(expected) + " and got a " +
                         nameOf(actual) + ", whose construct and parameters it does not know");
}

} // namespace adgen
