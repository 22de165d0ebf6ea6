// Derivatives that take several tangents or cotangents at once.
#pragma once

#include "llvm/ADT/StringRef.h"

namespace adgen {

/// On a derivative: how many tangents or cotangents it takes, if more than one. Its graph is that for one.
inline constexpr llvm::StringLiteral lanesMark = "ad.lanes";
/// Beside it: how many of the function's arguments are the primal's.
inline constexpr llvm::StringLiteral primalArgumentsMark = "ad.primal_arguments";
/// Beside it: what the function returns are adjoints; else it is (the primal's value, its tangent).
inline constexpr llvm::StringLiteral returnsAdjointsMark = "ad.returns_adjoints";

} // namespace adgen
