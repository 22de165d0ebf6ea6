// A reverse loop runs through its iterations backwards. Where no iteration
// needs what another one has done, or all they do to one element is to add to
// it, it may as well run forwards, which reads better and is what compilers
// vectorise best.
#include "Accumulations.h"

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
using namespace adgen::ad;

/// The loop only adds to what it carries: the adjoint of a scalar.
static bool isSum(scf::ForOp loop, unsigned index) {
  Value argument = loop.getRegionIterArg(index), next = loop.getYieldedValues()[index];
  Operation *sum = next.getDefiningOp();
  if (!sum || !isReverse(sum->getLoc()) || !argument.hasOneUse() || !next.hasOneUse())
    return false;
  return *argument.getUsers().begin() == sum &&
         (isa<arith::AddFOp>(sum) || (isa<arith::SubFOp>(sum) && sum->getOperand(0) == argument));
}

/// Sums come out the same whatever the order, but for rounding, even where arrays overlap.
static bool areAccumulations(const Access &one, const Access &other,
                             const llvm::DenseSet<Operation *> &parts) {
  return parts.contains(one.op) && parts.contains(other.op) && one.type == other.type;
}

static bool isOrderFree(scf::ForOp loop, const Memory &memory) {
  for (unsigned index = 0; index < loop.getNumRegionIterArgs(); ++index)
    if (!isSum(loop, index))
      return false;
  auto accesses = nestedAccessesOf(loop);
  if (!accesses)
    return false;
  const llvm::DenseSet<Operation *> parts = partsOfAccumulations(*accesses);
  for (const Access &write : *accesses)
    if (write.isWrite)
      for (const Access &other : *accesses) {
        Overlap overlap = overlapOf(write, other, loop, memory);
        if (overlap != Overlap::Never && overlap != Overlap::SameIteration &&
            !areAccumulations(write, other, parts))
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
      // Not if the source has it so.
      if (loop->hasAttrOfType<UnitAttr>("ad.down") && isReverse(loop.getLoc()) && isOrderFree(loop, memory))
        loop->removeAttr("ad.down");
    });
  }
};

} // namespace
