// The tangents of memory: for each block of it a second one, and for each
// access a second access.
#include "Copies.h"
#include "Tangents.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

Value Tangents::allocate(Operation *op, Operation *copied) {
  auto type = cast<PtrType>(op->getResult(0).getType());
  Location loc = shadowLoc(op->getResult(0));
  if (auto local = dyn_cast<LocalOp>(copied))
    return b.create<LocalOp>(loc, type, local.getCount(), /*zero=*/true);
  if (auto heap = dyn_cast<HeapOp>(copied))
    return b.create<HeapOp>(loc, type, heap.getCount(), /*zero=*/true);
  // Of a constant: zeros, once for the whole function.
  OpBuilder::InsertionGuard guard(b);
  if (holdsDynamicArray(type.getPointee())) {
    b.setInsertionPointAfter(copied);
    Value zeros = zeroLike(b, loc, PtrType::get(type.getPointee()), copied->getResult(0));
    return type.getIsConst() ? b.create<PtrCastOp>(type, zeros) : zeros;
  }
  Operation *around = copied;
  while (!isa<func::FuncOp>(around->getParentOp()))
    around = around->getParentOp();
  b.setInsertionPoint(around);
  Value zeros = b.create<LocalOp>(PtrType::get(type.getPointee()), Value(), /*zero=*/true);
  return type.getIsConst() ? b.create<PtrCastOp>(type, zeros) : zeros;
}

/// \returns whether the operation is about memory.
bool Tangents::visitMemory(Operation *op) {
  auto isTangent = [&](Value value) { return hasTangentType(value.getType()); };
  if (auto store = dyn_cast<StoreOp>(op)) {
    copy(op);
    // An inactive value stored to memory with tangents has a tangent of zero.
    if (has(store.getPointer()) && isTangent(store.getValue()))
      b.create<StoreOp>(of(store.getValue()), of(store.getPointer()))
          ->setAttr(derivativeMark, b.getUnitAttr());
    return true;
  }
  if (auto release = dyn_cast<ReleaseOp>(op)) {
    copy(op);
    if (has(release.getPointer()))
      b.create<ReleaseOp>(of(release.getPointer()));
    return true;
  }
  if (auto resize = dyn_cast<ResizeOp>(op)) {
    auto copied = cast<ResizeOp>(copy(op));
    if (has(resize.getPointer()))
      b.create<ResizeOp>(of(resize.getPointer()), copied.getCount());
    return true;
  }
  if (auto push = dyn_cast<PushOp>(op)) {
    copy(op);
    if (has(push.getStack()))
      b.create<PushOp>(of(push.getValue()), of(push.getStack()));
    return true;
  }
  if (auto replay = dyn_cast<ReplayOp>(op)) {
    copy(op);
    if (has(replay.getPointers()) && has(replay.getValues()))
      b.create<ReplayOp>(of(replay.getPointers()), of(replay.getValues()));
    return true;
  }
  if (!isa<LocalOp, HeapOp, TableOp, AddressOfGlobalOp, NewStackOp, LoadOp, PopOp, OffsetOp, DecayOp,
           MemberOp, PtrCastOp, GlobalOp>(op))
    return false;
  Operation *copied = copy(op);
  Value result = op->getResult(0);
  // What was pushed comes off, also where nobody wants it.
  auto pop = dyn_cast<PopOp>(op);
  if (isSet(result) || !(has(result) || (pop && has(pop.getStack()))))
    return true;
  Location loc = shadowLoc(result);
  b.setLoc(loc);
  if (isa<LocalOp, HeapOp, TableOp, AddressOfGlobalOp>(op)) {
    set(result, allocate(op, copied));
  } else if (isa<NewStackOp>(op)) {
    set(result, b.create<NewStackOp>(result.getType()));
  } else if (isa<GlobalOp>(op)) {
    // A pointer in a global variable: of() refuses it where it is needed.
  } else {
    // The same access, or the same computation of an address, with the tangent's pointer.
    IRMapping mapping(copies);
    mapping.map(op->getOperand(0), of(op->getOperand(0)));
    Operation *shadow = b.clone(*op, mapping);
    shadow->setLoc(loc);
    set(result, shadow->getResult(0));
  }
  return true;
}
