// MLIR's canonicalizer, but for what its patterns lose: they build operations anew, without the attributes
// that say what the source said of the old ones.
#include "KeepMarks.h"

#include "adgen/IR/Function.h"
#include "adgen/Optimize/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace adgen {
#define GEN_PASS_DEF_CANONICALIZE
#include "adgen/Optimize/Passes.h.inc"
} // namespace adgen

using namespace mlir;
using namespace adgen;

void KeepMarks::notifyOperationInserted(Operation *op, OpBuilder::InsertPoint previous) {
  const bool isNew = !previous.isSet(); // the other ones move, with the body of a loop for instance
  if (isNew && isa<arith::AddIOp, arith::SubIOp, arith::MulIOp, arith::ShLIOp, scf::WhileOp>(op))
    inserted.push_back(op);
}

/// (x + 1u) + 2: that one of them may wrap around is a property of the sum of both.
static bool wraps(Operation *op) {
  return op->hasAttr(wrapsMark) || llvm::any_of(op->getOperands(), [](Value operand) {
           Operation *computes = operand.getDefiningOp();
           return computes && computes->hasAttr(wrapsMark);
         });
}

void KeepMarks::notifyOperationReplaced(Operation *op, ValueRange /*values*/) {
  const Attribute checkpoint = op->getAttr("ad.checkpoint");
  const bool isWrapping = !inserted.empty() && wraps(op);
  for (Operation *made : inserted) {
    if (isa<scf::WhileOp>(made)) {
      if (checkpoint)
        made->setAttr("ad.checkpoint", checkpoint);
    } else if (isWrapping) {
      made->setAttr(wrapsMark, UnitAttr::get(made->getContext()));
    }
  }
  inserted.clear();
}

void KeepMarks::notifyOperationErased(Operation *op) { llvm::erase(inserted, op); }

namespace {

struct Canonicalize : adgen::impl::CanonicalizeBase<Canonicalize> {
  LogicalResult initialize(MLIRContext *context) override {
    RewritePatternSet all(context);
    for (Dialect *dialect : context->getLoadedDialects())
      dialect->getCanonicalizationPatterns(all);
    for (RegisteredOperationName op : context->getRegisteredOperations())
      op.getCanonicalizationPatterns(all, context);
    patterns = std::move(all);
    return success();
  }

  void runOnOperation() override {
    KeepMarks keep;
    GreedyRewriteConfig config;
    config.useTopDownTraversal = true;
    config.listener = &keep;
    // That there may be more to do is no failure.
    (void)applyPatternsAndFoldGreedily(getOperation(), patterns, config);
  }

  FrozenRewritePatternSet patterns;
};

} // namespace
