#include "adgen/Analysis/Stability.h"

#include "adgen/Analysis/MergeableLoops.h"
#include "adgen/IR/AdDialect.h"

#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

Stability::Stability(func::FuncOp function, const Memory &memory, bool isSplit)
    : memory(memory), isSplit(isSplit) {
  function.walk([&](Operation *op) {
    if (auto store = dyn_cast<StoreOp>(op))
      writes.push_back({op, store.getPointer(), store.getValue().getType()});
    else if (auto replay = dyn_cast<ReplayOp>(op))
      writes.push_back({op, replay.getPointers(), replay.getValues().getType().getElementType()});
    else if (isa<func::CallOp>(op))
      writes.push_back({op, {}, {}});
    else if (auto release = dyn_cast<ReleaseOp>(op))
      released.insert(memory.objectsOf(release.getPointer()).begin(),
                      memory.objectsOf(release.getPointer()).end());
  });
}

bool Stability::mayClobber(const Write &write, Value pointer, Type type) const {
  return write.pointer ? memory.mayOverlap(write.pointer, write.type, pointer, type)
                       : mayWriteTo(write, memory.objectsOf(pointer));
}

bool Stability::mayWriteTo(const Write &write, const ObjectSet &objects) const {
  ObjectSet written;
  if (write.pointer) {
    written = memory.objectsOf(write.pointer);
  } else {
    for (Value operand : write.op->getOperands())
      written.insert(memory.objectsOf(operand).begin(), memory.objectsOf(operand).end());
    written = memory.reachableFrom(written);
  }
  return llvm::any_of(written, [&](unsigned one) {
    return llvm::any_of(objects, [&](unsigned other) { return memory.mayOverlap(one, other); });
  });
}

bool adgen::isOnlyBefore(Operation *first, Operation *second, bool inIteration) {
  for (Operation *op = first; op; op = op->getParentOp()) {
    Operation *beside = op->getBlock() ? op->getBlock()->findAncestorOpInBlock(*second) : nullptr;
    if (!beside)
      continue;
    if (op == beside || !op->isBeforeInBlock(beside))
      return false;
    // Inside a loop, the next iteration comes after this one.
    for (Operation *parent = op->getParentOp(); parent && !(inIteration && parent->hasAttr(mergedMark));
         parent = parent->getParentOp())
      if (isa<scf::ForOp, scf::WhileOp>(parent))
        return false;
    return true;
  }
  return false;
}

bool Stability::mayChangeBehind(Operation *loop, const ObjectSet &objects) const {
  return llvm::any_of(writes, [&](const Write &write) {
    return !loop->isAncestor(write.op) && !isOnlyBefore(write.op, loop, /*inIteration=*/true) &&
           mayWriteTo(write, objects);
  });
}

bool Stability::isAliveAtEnd(unsigned object) const {
  // What calls have made goes by several names.
  auto isReached = [&](unsigned i) {
    const MemoryObject::Kind kind = memory.objects()[i].kind;
    return kind == MemoryObject::Reached || kind == MemoryObject::Outside;
  };
  if (llvm::any_of(released,
                   [&](unsigned gone) { return gone == object || (isReached(gone) && isReached(object)); }))
    return false;
  Value root = memory.objects()[object].root;
  Operation *creator = root ? root.getDefiningOp() : nullptr;
  if (!creator || !isa<LocalOp, HeapOp>(creator))
    return true;
  // What a loop or a branch creates is gone, or another one, when the reverse sweep comes.
  return isa<func::FuncOp>(creator->getParentOp()) || creator->getParentOp()->hasAttr(mergedMark);
}

bool Stability::forEachLaterWrite(Value pointer, Type type, Operation *load,
                                  llvm::function_ref<bool(Operation *)> visit) const {
  return llvm::all_of(writes, [&](const Write &write) {
    return !mayClobber(write, pointer, type) || isOnlyBefore(write.op, load, /*inIteration=*/true) ||
           visit(write.op);
  });
}

bool Stability::isThereAtEnd(Value pointer) const {
  const ObjectSet &objects = memory.objectsOf(pointer);
  return !objects.empty() && llvm::all_of(objects, [&](unsigned object) {
    // The caller may change what is its own.
    return (!isSplit || memory.objects()[object].kind == MemoryObject::Constant) && isAliveAtEnd(object);
  });
}

bool Stability::isRepeatable(Value pointer, Type type, Operation *load) const {
  return isThereAtEnd(pointer) && forEachLaterWrite(pointer, type, load, [](Operation *) { return false; });
}

bool Stability::isKept(StoreOp store) const {
  return isThereAtEnd(store.getPointer()) &&
         forEachLaterWrite(store.getPointer(), store.getValue().getType(), store,
                           [&](Operation *write) { return write == store; });
}
