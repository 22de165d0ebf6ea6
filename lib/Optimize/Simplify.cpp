#include "Simplify.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/Optimize/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace adgen {
#define GEN_PASS_DEF_SIMPLIFY
#include "adgen/Optimize/Passes.h.inc"
} // namespace adgen

using namespace mlir;

namespace {

struct Simplify : adgen::impl::SimplifyBase<Simplify> {
  void runOnOperation() override {
    // Every sweep removes operations or moves them towards the inputs; the limit guards against a mistake.
    for (int sweep = 0; sweep < 20; ++sweep)
      if (!adgen::optimize::simplifyTensors(getOperation()))
        break;
    RewritePatternSet patterns(&getContext());
    adgen::optimize::addScalarPatterns(patterns);
    adgen::optimize::addAddressPatterns(patterns);
    if (failed(applyPatternsAndFoldGreedily(getOperation(), std::move(patterns))))
      signalPassFailure();
  }
};

} // namespace
