// Arrays that a loop or a branch declares: they are gone when the reverse sweep
// comes, so that each of their elements would have to be recorded where it is
// read. Declared further out, they are memory as any other, which can be read
// again, and restored if it is overwritten.
#include "Prepare.h"
#include "Sweep.h"

#include "adgen/Analysis/Coverage.h"
#include "adgen/Analysis/MergeableLoops.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

/// Arrays of numbers.
static bool isCandidate(LocalOp local) {
  Type type = local.getType().getPointee();
  return holdsArray(type) && !local.getCount() &&
         llvm::all_of(scalarsOf(type), [](Type scalar) { return scalar.isIntOrFloat(); });
}

bool adgen::hasLocalsToHoist(func::FuncOp function) {
  return function
      .walk([](LocalOp local) {
        return isCandidate(local) && !isa<func::FuncOp>(local->getParentOp()) ? WalkResult::interrupt()
                                                                              : WalkResult::advance();
      })
      .wasInterrupted();
}

/// Its initial zeros are read.
static bool showsZeros(LocalOp local, const Memory &memory) {
  Operation *innermost = local->getParentOp();
  while (isa<scf::IfOp>(innermost))
    innermost = innermost->getParentOp();
  auto loop = dyn_cast<scf::ForOp>(innermost);
  return !loop || !isFilledAnew(loop, *memory.objectOfRoot(local), memory);
}

void adgen::hoistLocals(func::FuncOp function, const Memory &memory, const MergeableLoops &mergeable) {
  function.walk([&](LocalOp local) {
    if (!isCandidate(local))
      return;
    Operation *place = local;
    bool leavesLoop = false;
    for (Operation *parent = local->getParentOp(); isa<scf::IfOp, scf::ForOp, scf::WhileOp>(parent);
         parent = parent->getParentOp()) {
      // The adjoint of a merged loop's iteration is behind it in the same body; what a loop with snapshots
      // declares is no part of its state.
      auto loop = dyn_cast<scf::ForOp>(parent);
      if (parent->hasAttr("ad.checkpoint") || (loop && mergeable.contains(loop)))
        break;
      leavesLoop |= !isa<scf::IfOp>(parent);
      place = parent;
    }
    if (place == local)
      return;
    if (leavesLoop && local.getZero()) {
      if (showsZeros(local, memory)) {
        ImplicitLocOpBuilder b(withoutName(local.getLoc()), local->getNextNode());
        forEachScalar(
            b, local, [](Type) { return true; },
            [&](Value address) {
              Type type = cast<PtrType>(address.getType()).getPointee();
              b.create<StoreOp>(b.create<arith::ConstantOp>(cast<TypedAttr>(b.getZeroAttr(type))), address);
            });
      }
      local.setZero(false);
    }
    local->moveBefore(place);
  });
}
