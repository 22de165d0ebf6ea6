#include "adgen/Optimize/Passes.h"

#include "adgen/IR/AdDialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace adgen {
#define GEN_PASS_DEF_SIMPLIFY
#include "adgen/Optimize/Passes.h.inc"
} // namespace adgen

using namespace mlir;

namespace {

/// -(-x) is x.
struct DoubleNegation : OpRewritePattern<arith::NegFOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(arith::NegFOp op, PatternRewriter &b) const override {
    auto inner = op.getOperand().getDefiningOp<arith::NegFOp>();
    if (!inner)
      return failure();
    b.replaceOp(op, inner.getOperand());
    return success();
  }
};

struct Simplify : adgen::impl::SimplifyBase<Simplify> {
  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    patterns.add<DoubleNegation>(&getContext());
    if (failed(applyPatternsAndFoldGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
