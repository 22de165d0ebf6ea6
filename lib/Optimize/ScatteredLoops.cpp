// Loops that had better not be vectorised as a whole. Clang unrolls inner loops
// of a known length, and may then take several iterations of the outer one at
// once, number by number from far apart: slower than one after the other, and
// the chance to vectorise what the inner loops have become is lost.
#include "adgen/Analysis/Address.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/Optimize/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace adgen {
#define GEN_PASS_DEF_SCATTEREDLOOPS
#include "adgen/Optimize/Passes.h.inc"
} // namespace adgen

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

/// Numbers that belong to as many iterations are loaded together and shuffled; from further apart, one by
/// one.
constexpr int64_t farthestShuffled = 8;

/// Constant once loops inside of `loop` are unrolled.
static bool isKnownInside(Value value, scf::ForOp loop) {
  if (auto argument = dyn_cast<BlockArgument>(value)) {
    auto inner = dyn_cast_or_null<scf::ForOp>(argument.getOwner()->getParentOp());
    return inner && inner != loop && loop->isAncestor(inner) && argument == inner.getInductionVar();
  }
  Operation *op = value.getDefiningOp();
  return op->getNumRegions() == 0 && isPure(op) &&
         llvm::all_of(op->getOperands(), [&](Value operand) { return isKnownInside(operand, loop); });
}

/// A function of the library is called for one number at a time.
static bool isLibraryCall(Operation *op) {
  return isa<math::MathDialect>(op->getDialect()) && !isa<math::AbsFOp, math::SqrtOp, math::FmaOp>(op);
}

static bool isScattered(scf::ForOp loop) {
  bool hasInner = false, isFar = false;
  auto visit = [&](Operation *op) {
    if (auto inner = dyn_cast<scf::ForOp>(op)) {
      hasInner = true;
      return isKnownInside(inner.getLowerBound(), loop) && isKnownInside(inner.getUpperBound(), loop);
    }
    Value pointer;
    if (auto load = dyn_cast<LoadOp>(op))
      pointer = load.getPointer();
    else if (auto store = dyn_cast<StoreOp>(op))
      pointer = store.getPointer();
    if (pointer)
      isFar |= std::abs(Address(pointer).factorOf(loop.getInductionVar())) > farthestShuffled;
    return !isa<scf::WhileOp>(op) && !isLibraryCall(op);
  };
  const bool isVectorisable =
      !loop.getBody()
           ->walk([&](Operation *op) { return visit(op) ? WalkResult::advance() : WalkResult::interrupt(); })
           .wasInterrupted();
  return isVectorisable && hasInner && isFar;
}

namespace {

struct ScatteredLoops : adgen::impl::ScatteredLoopsBase<ScatteredLoops> {
  void runOnOperation() override {
    getOperation().walk([](scf::ForOp loop) {
      if (isScattered(loop))
        loop->setAttr("ad.scattered", UnitAttr::get(loop.getContext()));
    });
  }
};

} // namespace
