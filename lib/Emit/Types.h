// How the graph's types are spelled in C++.
#pragma once

#include "mlir/IR/Types.h"

#include <set>
#include <string>

namespace adgen::emit {

/// MLIR's integers have no sign; a C++ expression has.
enum class Sign {
  Signed,
  Unsigned,
  Unknown, ///< Of a type whose name does not tell.
  Any,     ///< A literal: takes the sign of its surroundings.
};

/// The C++ type of a value; "" when there is none. Integers wider than bool are
/// spelled with `sign`, and signed unless it is Unsigned.
std::string cxxType(mlir::Type type, Sign sign = Sign::Signed);

/// The sign of the integer type that the user's source spells like this.
Sign signOfSpelling(llvm::StringRef cxxType);

/// The headers that declare the types named in `text`.
void addIncludesOfSpelling(llvm::StringRef text, std::set<std::string> &includes);

bool isTensor(mlir::Type type);
/// An integer that C++ computes with; not bool.
bool isInteger(mlir::Type type);
bool isBool(mlir::Type type);

} // namespace adgen::emit
