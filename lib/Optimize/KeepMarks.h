// What the source says of an operation, kept on what a pattern replaces it with.
#pragma once

#include "mlir/IR/PatternMatch.h"

namespace adgen {

/// For GreedyRewriteConfig::listener: unsigned arithmetic stays unsigned, a loop with snapshots keeps them.
class KeepMarks : public mlir::RewriterBase::Listener {
public:
  void notifyOperationInserted(mlir::Operation *op, mlir::OpBuilder::InsertPoint previous) override;
  void notifyOperationReplaced(mlir::Operation *op, mlir::ValueRange values) override;
  void notifyOperationErased(mlir::Operation *op) override;

private:
  llvm::SmallVector<mlir::Operation *> inserted; ///< Since something was last replaced.
};

} // namespace adgen
