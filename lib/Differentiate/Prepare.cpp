#include "Prepare.h"

#include "Copies.h"
#include "Sweep.h"

#include "adgen/IR/AdDialect.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

/// Memory that the function itself releases lives on until the reverse sweep is done with it.
static void deferReleases(func::FuncOp function, Prepared &prepared) {
  for (auto release : llvm::make_early_inc_range(function.getOps<ReleaseOp>())) {
    auto heap = release.getPointer().getDefiningOp<HeapOp>();
    if (!heap || heap->getBlock() != release->getBlock())
      continue;
    auto isRelease = [](Operation *user) { return isa<ReleaseOp>(user); };
    if (llvm::count_if(heap->getUsers(), isRelease) != 1)
      continue;
    prepared.released.push_back(heap);
    release.erase();
  }
}

Prepared adgen::countLoops(func::FuncOp function, const Activity &activity, const ShadowNeeds &needs,
                           bool mayDefer) {
  Prepared prepared;
  expandCopies(function);
  if (mayDefer)
    deferReleases(function, prepared);
  auto isInert = [&](Operation *op) {
    return !op->walk([&](Operation *inner) {
                bool active =
                    isa<func::CallOp>(inner) || touchesShadow(inner, needs) ||
                    llvm::any_of(inner->getResults(), [&](Value v) { return activity.isActive(v); });
                return active ? WalkResult::interrupt() : WalkResult::advance();
              }).wasInterrupted();
  };
  // Outer ones first: what the analyses say of the inner ones stays true.
  SmallVector<scf::WhileOp> loops;
  function.walk<WalkOrder::PreOrder>([&](scf::WhileOp loop) { loops.push_back(loop); });
  for (scf::WhileOp loop : loops)
    if (!isInert(loop)) {
      CountedWhile counted =
          countIterations(loop, isInert, [&](Value value) { return !activity.isActive(value); });
      prepared.counted[counted.loop] = counted;
    }
  return prepared;
}

void adgen::addShadowSlots(func::FuncOp function, const ShadowNeeds &needs, Prepared &prepared) {
  SmallVector<Operation *> structured;
  function.walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (isa<scf::IfOp, scf::ForOp, scf::WhileOp>(op))
      structured.push_back(op);
  });
  for (Operation *op : structured) {
    auto known = prepared.counted.find(op);
    if (known == prepared.counted.end()) {
      addShadowSlots(op, needs, prepared.slots);
      continue;
    }
    CountedWhile counted = known->second;
    prepared.counted.erase(known);
    unsigned count = cast<OpResult>(counted.count).getResultNumber();
    counted.loop = cast<scf::WhileOp>(addShadowSlots(counted.loop, needs, prepared.slots));
    counted.count = counted.loop.getResult(count);
    prepared.counted[counted.loop] = counted;
  }
}
