// What `adgen --emit=report` says: the decisions behind a derivative, as remarks at places of the source.
#pragma once

#include "mlir/IR/Operation.h"

namespace adgen {

/// On a function of whose derivative the decisions are to be told.
inline constexpr llvm::StringLiteral reportMark = "ad.report";

/// Whether the function that an operation is in carries the mark.
bool isReporting(mlir::Operation *op);

/// Says something as a remark of MLIR, which whoever has set the mark receives.
void tell(mlir::Location at, const llvm::Twine &text);

/// The first place in the source that a location names, or null.
mlir::FileLineColLoc placeIn(mlir::Location location);

/// "line 12": where something stands, in a remark about something else.
std::string lineOf(mlir::Location location);

} // namespace adgen
