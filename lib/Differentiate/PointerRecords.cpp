// A pointer into memory that reverse code can name is recorded as its distance
// from there. What compilers know of that memory they know of the pointer then,
// and a pointer and its shadow need one record between them.
#include "Recorder.h"

#include "adgen/IR/Function.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

/// What the pointer is made from by steps within memory, or handed on by counted loops; empty where it comes
/// from somewhere else.
static SmallVector<Value> waysTo(Value pointer) {
  auto handedOn = [](scf::ForOp loop, unsigned index) -> SmallVector<Value> {
    return {loop.getInitArgs()[index], loop.getYieldedValues()[index]};
  };
  if (auto argument = dyn_cast<BlockArgument>(pointer)) {
    auto loop = dyn_cast<scf::ForOp>(argument.getOwner()->getParentOp());
    return loop ? handedOn(loop, argument.getArgNumber() - loop.getNumInductionVars()) : SmallVector<Value>();
  }
  Operation *op = pointer.getDefiningOp();
  if (auto offset = dyn_cast<OffsetOp>(op))
    return {offset.getPointer()};
  if (auto cast = dyn_cast<PtrCastOp>(op); cast && cast.onlyChangesConst())
    return {cast.getPointer()};
  if (auto loop = dyn_cast<scf::ForOp>(op))
    return handedOn(loop, cast<OpResult>(pointer).getResultNumber());
  return {};
}

static bool isParameter(Value pointer) {
  auto argument = dyn_cast<BlockArgument>(pointer);
  return argument && isa<func::FuncOp>(argument.getOwner()->getParentOp());
}

/// The one thing that all ways to the pointer begin with; null if there are several, or it is no memory.
static Value commonOrigin(Value pointer) {
  Value origin;
  llvm::SetVector<Value> open;
  open.insert(pointer);
  for (size_t i = 0; i < open.size(); ++i) {
    const SmallVector<Value> ways = waysTo(open[i]);
    open.insert(ways.begin(), ways.end());
    if (!ways.empty())
      continue;
    if (origin ||
        !(isParameter(open[i]) || isa_and_nonnull<LocalOp, HeapOp, DecayOp>(open[i].getDefiningOp())))
      return {};
    origin = open[i];
  }
  return origin;
}

Value Recorder::originOf(Value pointer) {
  if (!isa<PtrType>(pointer.getType()))
    return {};
  Value origin = commonOrigin(pointer);
  Region *home = homeOf(pointer.getParentBlock())->getParent();
  const bool isInReach = origin && origin.getParentRegion()->isAncestor(home);
  auto isSame = [&] {
    return cast<PtrType>(origin.getType()).getPointee() == cast<PtrType>(pointer.getType()).getPointee();
  };
  return isInReach && isSame() ? origin : Value();
}

Value Recorder::recordedPointer(Value pointer, Value origin) {
  // The shadow is as far from the memory of the adjoints.
  Value measured = facts.shadows.pointerOf(pointer);
  Value from = measured && stored.contains(measured) ? originOf(measured) : Value();
  if (!from || facts.shadows(from) != origin)
    measured = pointer, from = origin;
  Value distance = distances.lookup(measured);
  if (!distance) {
    b.setLoc(withoutName(measured.getLoc()));
    if (Operation *op = measured.getDefiningOp())
      b.setInsertionPointAfter(op);
    else
      b.setInsertionPointToStart(measured.getParentBlock());
    distance = taped(b.create<PtrDiffOp>(measured, from), nameOf(measured.getLoc()));
    distances[measured] = distance;
  }
  at(pointer.getParentBlock());
  b.setLoc(asReverse(withName(withoutName(pointer.getLoc()), nameOf(pointer.getLoc()))));
  Value found = b.create<OffsetOp>(origin, distance);
  return found.getType() == pointer.getType() ? found : b.create<PtrCastOp>(pointer.getType(), found);
}
