// `x += …` in memory.
#pragma once

#include "adgen/Analysis/LoopAccesses.h"
#include "adgen/IR/AdDialect.h"

#include "llvm/ADT/DenseSet.h"

namespace adgen {

/// The load of `x += …` where nothing is written in between, and the value goes nowhere else; null if the
/// store is another one.
ad::LoadOp loadOfAccumulation(ad::StoreOp store);

/// The loads and stores of all accumulations among the accesses.
llvm::DenseSet<mlir::Operation *> partsOfAccumulations(llvm::ArrayRef<Access> accesses);

/// What the source calls the array or variable that the pointer leads to, and `ending`; empty if nothing.
std::string nameOfMemory(mlir::Value pointer, llvm::StringRef ending);

} // namespace adgen
