// An address as a sum: where one array is accessed through two indices, do they
// mean one element, two, or is it not known?
#pragma once

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/ADT/SmallVector.h"

#include <optional>

namespace adgen {

/// root + terms + constant, in numbers of the innermost element type.
class Address {
public:
  explicit Address(mlir::Value pointer);

  mlir::Value root() const { return base; }
  /// How far this address is behind the other one, in elements; nothing if that is not a constant.
  std::optional<int64_t> distanceFrom(const Address &other) const;
  /// Both are known to be the same.
  bool isSameAs(const Address &other) const { return distanceFrom(other) == 0; }
  /// An object of type `type` here has no number in common with one of `otherType` there.
  bool isApartFrom(const Address &other, mlir::Type type, mlir::Type otherType) const;
  /// An object of type `type` here is known to lie in the first `size` numbers behind the root: indices are
  /// constants, or variables of loops between constants.
  bool isWithin(int64_t size, mlir::Type type) const;
  /// As isWithin, of the member that the root is; an index in brackets behind an array does not leave that.
  bool staysInMember(mlir::Type type) const;
  /// The address with `to` in place of `from`, which counts the same in another loop.
  Address replaced(mlir::Value from, mlir::Value to) const;
  /// What one more of `value` adds; 0 if the address does not depend on it as a sum does.
  int64_t factorOf(mlir::Value value) const;
  /// The values of the sum.
  auto terms() const { return llvm::make_first_range(sum); }
  /// With their factors; each value once, in some fixed order.
  llvm::ArrayRef<std::pair<mlir::Value, int64_t>> summands() const { return sum; }
  int64_t offset() const { return constant; }

private:
  void add(mlir::Value index, int64_t factor);
  void sortTerms();

  mlir::Value base;
  llvm::SmallVector<std::pair<mlir::Value, int64_t>, 2> sum;
  int64_t constant = 0;
  bool isInside = true; ///< All indices are indices of arrays, which they do not leave.
};

/// The number itself, whatever type of integer it is kept in.
mlir::Value withoutExtension(mlir::Value value);
/// An integer that is known to be 0 or more.
bool isNotNegative(mlir::Value value);

} // namespace adgen
