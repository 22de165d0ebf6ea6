// A reverse loop runs through its iterations backwards. Where no iteration
// needs what another one has done, it may as well run forwards, which reads
// better and is what compilers vectorise best.
#include "adgen/Analysis/LoopAccesses.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/Optimize/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

namespace adgen {
#define GEN_PASS_DEF_LOOPORDER
#include "adgen/Optimize/Passes.h.inc"
} // namespace adgen

using namespace mlir;
using namespace adgen;

/// The loop only adds to what it carries: the adjoint of a scalar.
static bool isSum(scf::ForOp loop, unsigned index) {
  Value argument = loop.getRegionIterArg(index), next = loop.getYieldedValues()[index];
  Operation *sum = next.getDefiningOp();
  if (!sum || !isReverse(sum->getLoc()) || !argument.hasOneUse() || !next.hasOneUse())
    return false;
  return *argument.getUsers().begin() == sum &&
         (isa<arith::AddFOp>(sum) || (isa<arith::SubFOp>(sum) && sum->getOperand(0) == argument));
}

static bool isOrderFree(scf::ForOp loop, const Memory &memory) {
  for (unsigned index = 0; index < loop.getNumRegionIterArgs(); ++index)
    if (!isSum(loop, index))
      return false;
  auto accesses = accessesOf(loop);
  if (!accesses)
    return false;
  for (const Access &write : *accesses)
    if (write.isWrite)
      for (const Access &other : *accesses) {
        Overlap overlap = overlapOf(write, other, loop, memory);
        if (overlap != Overlap::Never && overlap != Overlap::SameIteration)
          return false;
      }
  return true;
}

namespace {

struct LoopOrder : adgen::impl::LoopOrderBase<LoopOrder> {
  void runOnOperation() override {
    if (getOperation().isExternal())
      return;
    const Memory memory(getOperation());
    getOperation().walk([&](scf::ForOp loop) {
      if (loop->hasAttr("ad.down") && isReverse(loop.getLoc()) && isOrderFree(loop, memory))
        loop->removeAttr("ad.down");
    });
  }
};

} // namespace
