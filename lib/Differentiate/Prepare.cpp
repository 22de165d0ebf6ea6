#include "Prepare.h"

#include "Sweep.h"

#include "adgen/IR/AdDialect.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

static bool holdsArray(Type type) {
  if (auto record = dyn_cast<RecordType>(type))
    return llvm::any_of(record.getFieldTypes(), holdsArray);
  return isa<ad::ArrayType>(type);
}

/// *to = *from, number by number.
static void copyParts(ImplicitLocOpBuilder &b, Value from, Value to) {
  Type type = cast<PtrType>(from.getType()).getPointee();
  if (auto record = dyn_cast<RecordType>(type)) {
    for (Attribute name : record.getFieldNames()) {
      llvm::StringRef field = cast<StringAttr>(name).getValue();
      copyParts(b, b.create<MemberOp>(from, field), b.create<MemberOp>(to, field));
    }
  } else if (auto array = dyn_cast<ad::ArrayType>(type)) {
    auto number = [&](int64_t n) { return b.create<arith::ConstantOp>(b.getI32IntegerAttr(n)); };
    auto loop = b.create<scf::ForOp>(number(0), number(array.getSize()), number(1));
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    Value source = b.create<DecayOp>(from), target = b.create<DecayOp>(to);
    copyParts(b, b.create<OffsetOp>(source, loop.getInductionVar()),
              b.create<OffsetOp>(target, loop.getInductionVar()));
  } else {
    b.create<StoreOp>(b.create<LoadOp>(from), to);
  }
}

/// A store of a whole array, or of a record with one, that is loaded right before.
static void expandCopies(func::FuncOp function) {
  SmallVector<StoreOp> copies;
  function.walk([&](StoreOp store) {
    auto load = store.getValue().getDefiningOp<LoadOp>();
    if (!load || !holdsArray(load.getType()) || load->getBlock() != store->getBlock())
      return;
    for (Operation *op = load->getNextNode(); op != store; op = op->getNextNode())
      if (!isMemoryEffectFree(op) && !isa<LoadOp, LocalOp>(op))
        return;
    copies.push_back(store);
  });
  for (StoreOp store : copies) {
    auto load = store.getValue().getDefiningOp<LoadOp>();
    ImplicitLocOpBuilder b(store.getLoc(), store);
    copyParts(b, load.getPointer(), store.getPointer());
    store.erase();
    if (load->use_empty())
      load.erase();
  }
}

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
