// The adjoints that the reverse sweep has accumulated so far.
#pragma once

#include "adgen/IR/AdDialect.h"

#include "mlir/IR/ImplicitLocOpBuilder.h"
#include "llvm/ADT/MapVector.h"

#include <string>

#include "adgen/IR/Tuple.h"

namespace adgen {

/// A value, or the part of a record at a path ("fc1.w"; "" for the whole).
struct Part {
  mlir::Value value;
  std::string path;
  bool operator==(const Part &other) const { return value == other.value && path == other.path; }
};

} // namespace adgen

template <> struct llvm::DenseMapInfo<adgen::Part> {
  static adgen::Part getEmptyKey() { return {DenseMapInfo<mlir::Value>::getEmptyKey(), ""}; }
  static adgen::Part getTombstoneKey() { return {DenseMapInfo<mlir::Value>::getTombstoneKey(), ""}; }
  static unsigned getHashValue(const adgen::Part &part) {
    return llvm::hash_combine(mlir::hash_value(part.value), part.path);
  }
  static bool isEqual(const adgen::Part &a, const adgen::Part &b) { return a == b; }
};

namespace adgen {

class Adjoints {
public:
  /// Adds to the adjoint of a part; null adds nothing.
  void add(mlir::ImplicitLocOpBuilder &b, const Part &part, mlir::Value contribution);
  /// Replaces what has been added.
  void set(const Part &part, mlir::Value adjoint) { parts[part] = adjoint; }
  /// Null when nothing has been added.
  mlir::Value get(const Part &part) const { return parts.lookup(part); }
  /// The value is about to be erased.
  void forget(mlir::Value value) {
    parts.remove_if([&](auto &entry) { return entry.first.value == value; });
  }
  /// The parts of `value` that have an adjoint.
  llvm::SmallVector<Part> partsOf(mlir::Value value) const;
  auto begin() const { return parts.begin(); }
  auto end() const { return parts.end(); }

private:
  llvm::MapVector<Part, mlir::Value> parts;
};

/// The adjoint of `primal` when nothing contributes to it.
mlir::Value zeroAdjoint(mlir::ImplicitLocOpBuilder &b, mlir::Value primal);

/// The part of `value` at the path, as the primal computes it.
mlir::Value primalPart(mlir::ImplicitLocOpBuilder &b, mlir::Value value, llvm::StringRef path);

/// a + b for two adjoints of one value.
mlir::Value addAdjoints(mlir::ImplicitLocOpBuilder &b, mlir::Value x, mlir::Value z);

/// The values as one std::tuple.
mlir::Value makeTuple(mlir::ImplicitLocOpBuilder &b, llvm::ArrayRef<mlir::Value> values);

} // namespace adgen
