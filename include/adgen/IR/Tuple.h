// What C++ returns several values as.
#pragma once

#include "adgen/IR/AdDialect.h"

namespace adgen {

/// std::tuple of the types.
ad::RecordType tupleType(mlir::MLIRContext *context, llvm::ArrayRef<mlir::Type> types);

} // namespace adgen
