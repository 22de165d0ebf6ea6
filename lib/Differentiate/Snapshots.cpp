#include "Snapshots.h"

#include "Copies.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

/// The objects outside the loop that it changes; an error where one cannot be copied.
static bool findObjects(Operation *loop, const Memory &memory, State &state,
                        llvm::function_ref<void(Location, const llvm::Twine &)> fail) {
  ObjectSet changed;
  Operation *released = nullptr;
  loop->walk([&](Operation *op) {
    auto change = [&](const ObjectSet &objects) { changed.insert(objects.begin(), objects.end()); };
    if (auto store = dyn_cast<StoreOp>(op))
      change(memory.objectsOf(store.getPointer()));
    else if (isa<func::CallOp>(op))
      for (Value operand : op->getOperands())
        change(memory.reachableFrom(memory.objectsOf(operand)));
    else if (isa<ReleaseOp>(op) && !released)
      for (unsigned object : memory.objectsOf(op->getOperand(0)))
        if (Value root = memory.objects()[object].root;
            !root || !root.getDefiningOp() || !loop->isAncestor(root.getDefiningOp()))
          released = op;
  });
  if (released) {
    fail(released->getLoc(), "checkpoint(n): the loop releases memory that it does not itself allocate, as far "
                             "as adgen can tell; release it behind the loop");
    return false;
  }
  for (unsigned object : changed) {
    const MemoryObject &what = memory.objects()[object];
    Operation *creator = what.root ? what.root.getDefiningOp() : nullptr;
    if (creator && loop->isAncestor(creator))
      continue;
    if (!creator || !isa<LocalOp, HeapOp>(creator)) {
      llvm::StringRef name = what.root ? nameOf(what.root.getLoc()) : "";
      fail(loop->getLoc(), "checkpoint(n): the loop writes to " +
                               (name.empty() ? "memory" : "'" + name.str() + "'") +
                               ", whose size adgen does not know; keep the state of the loop in local "
                               "variables and arrays");
      return false;
    }
    if (holdsPointer(what.type)) {
      fail(loop->getLoc(), "checkpoint(n): the loop changes pointers in memory; keep indices instead");
      return false;
    }
    auto array = dyn_cast<ad::ArrayType>(what.type);
    auto record = array ? dyn_cast<RecordType>(array.getElementType()) : RecordType();
    if (record && !record.getMaking().empty()) {
      fail(loop->getLoc(),
           "checkpoint(n): the loop changes an array of objects whose class has constructors; "
           "keep their numbers in arrays");
      return false;
    }
    state.objects.push_back(what.root);
    auto heap = dyn_cast<HeapOp>(creator);
    state.counts.push_back(heap ? heap.getCount() : cast<LocalOp>(creator).getCount());
  }
  return true;
}

/// What the loop reads in memory that it does not make itself.
static ObjectSet objectsRead(Operation *loop, const Memory &memory) {
  ObjectSet read;
  loop->walk([&](Operation *op) {
    auto add = [&](const ObjectSet &objects) { read.insert(objects.begin(), objects.end()); };
    if (auto load = dyn_cast<LoadOp>(op))
      add(memory.objectsOf(load.getPointer()));
    else if (isa<func::CallOp>(op))
      for (Value operand : op->getOperands())
        add(memory.reachableFrom(memory.objectsOf(operand)));
  });
  read.remove_if([&](unsigned object) {
    Value root = memory.objects()[object].root;
    return root && root.getDefiningOp() && loop->isAncestor(root.getDefiningOp());
  });
  return read;
}

bool adgen::findState(Operation *loop, const Memory &memory, const Stability &stability, State &state,
                      llvm::function_ref<void(Location, const llvm::Twine &)> fail) {
  if (!findObjects(loop, memory, state, fail))
    return false;
  ObjectSet read = objectsRead(loop, memory), used = read;
  for (auto [index, object] : llvm::enumerate(memory.objects()))
    if (object.root && llvm::is_contained(state.objects, object.root))
      used.insert(index), read.remove(index); // which is in the snapshots
  if (!llvm::all_of(used, [&](unsigned object) { return stability.isAliveAtEnd(object); })) {
    fail(loop->getLoc(),
         "checkpoint(n): the loop uses memory that ends before the function does, in a way that adgen cannot "
         "put off; allocate it once, outside of branches, or let the caller do so");
    return false;
  }
  if (stability.mayChangeBehind(loop, read)) {
    fail(loop->getLoc(),
         "checkpoint(n): the loop reads memory that is overwritten behind it; give the loop a "
         "copy of its own");
    return false;
  }
  return true;
}

void adgen::copyObjects(ImplicitLocOpBuilder &b, const State &state, Value index, bool restore) {
  for (auto [object, count, snapshots] : llvm::zip(state.objects, state.counts, state.snapshotsOfObjects)) {
    auto copy = [&](Value live, Value snapshot) {
      restore ? copyParts(b, snapshot, live) : copyParts(b, live, snapshot);
    };
    if (!count) {
      copy(object, b.create<OffsetOp>(snapshots, index));
      continue;
    }
    Value first = b.create<OffsetOp>(snapshots, b.createOrFold<arith::MulIOp>(index, count));
    auto loop = b.create<scf::ForOp>(b.create<arith::ConstantOp>(b.getI64IntegerAttr(0)), count,
                                     b.create<arith::ConstantOp>(b.getI64IntegerAttr(1)));
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    copy(b.createOrFold<OffsetOp>(object, loop.getInductionVar()),
         b.createOrFold<OffsetOp>(first, loop.getInductionVar()));
  }
}

void adgen::takeSnapshot(ImplicitLocOpBuilder &b, const State &state, Value index, ValueRange carried) {
  for (auto [value, snapshots] : llvm::zip(carried, state.snapshotsOfValues))
    b.create<StoreOp>(value, b.create<OffsetOp>(snapshots, index));
  copyObjects(b, state, index, /*restore=*/false);
}
