// What a request for a derivative names, and how its making reports back.
#pragma once

#include "mlir/IR/Location.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

#include <functional>
#include <string>

namespace adgen {

/// A variable of differentiation: an argument, a global, or a member inside one.
struct Variable {
  unsigned argument = 0;
  std::string global; ///< The C++ name; empty for an argument.
  llvm::SmallVector<std::string> path;
  std::string name; ///< "x", "model.w"
};

/// Called for what cannot be differentiated, with the location and the reason.
using ReportError = std::function<void(mlir::Location, llvm::StringRef)>;
/// Called for an active value that passes through an integer.
using ReportCut = std::function<void(mlir::Location)>;

} // namespace adgen
