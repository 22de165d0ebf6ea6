// The addresses of an array's elements, as far as they are computed in the open.
#pragma once

#include "adgen/IR/AdDialect.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace adgen::promote {

/// Arrays with more numbers in them are not taken apart.
inline constexpr int64_t largestSmallArray = 16;

/// Whether all that happens to the array behind `address` is that elements of it are addressed;
/// `visit` gets each element's address and the indices that lead to it, in order, all to be added up.
bool forEachElement(
    mlir::Value address,
    llvm::function_ref<bool(mlir::Operation *element, llvm::ArrayRef<mlir::Value> indices)> visit);

} // namespace adgen::promote
