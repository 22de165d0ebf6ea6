// Guards as choices between numbers, for the machine and the reader: `guarded`, `guarded_mul` and
// `guarded_div` stand for themselves where a derivative is differentiated again.
#include "adgen/Optimize/Passes.h"

#include "adgen/Analysis/Finiteness.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/Ops/Rows.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

namespace adgen {
#define GEN_PASS_DEF_LOWERGUARDS
#include "adgen/Optimize/Passes.h.inc"
} // namespace adgen

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

/// `value`, and zero where `x` is exactly zero.
static Value guardedBy(ImplicitLocOpBuilder &b, Value x, Value value) {
  if (isa<ad::TensorType>(value.getType()) || isa<ad::TensorType>(x.getType()))
    return applyRow(b, "guarded", {x, value}, value.getType());
  const Location named = b.getLoc();
  b.setLoc(withoutName(named));
  Value zero = b.create<arith::ConstantOp>(b.getFloatAttr(x.getType(), 0));
  Value isZero = b.createOrFold<arith::CmpFOp>(arith::CmpFPredicate::OEQ, x, zero);
  b.setLoc(named);
  return b.createOrFold<arith::SelectOp>(isZero, zero, value);
}

namespace {

struct LowerGuards : adgen::impl::LowerGuardsBase<LowerGuards> {
  void runOnOperation() override {
    SmallVector<ApplyOp> guards;
    bool hasProducts = false;
    getOperation()->walk([&](ApplyOp op) {
      const bool isProduct = op.getName() == "guarded_mul" || op.getName() == "guarded_div";
      hasProducts |= isProduct;
      if (isProduct || (op.getName() == "guarded" && isa<FloatType>(op.getType())))
        guards.push_back(op);
    });
    std::optional<Memory> memory;
    std::optional<Finiteness> finiteness;
    if (hasProducts) {
      memory.emplace(getOperation());
      finiteness.emplace(getOperation(), *memory);
    }
    for (ApplyOp op : guards) {
      ImplicitLocOpBuilder b(op.getLoc(), op);
      Value x = op.getOperands()[0], z = op.getOperands()[1], value = z;
      if (op.getName() != "guarded") {
        const bool isProduct = op.getName() == "guarded_mul";
        value = applyRow(b, isProduct ? "mul" : "div", {x, z}, op.getType());
        if (isProduct && !finiteness->isFinite(x, {}))
          value = guardedBy(b, z, value);
      }
      if (op.getName() != "guarded_mul" || !finiteness->isFinite(z, {}))
        value = guardedBy(b, x, value);
      op.replaceAllUsesWith(value);
      op.erase();
    }
  }
};

} // namespace
