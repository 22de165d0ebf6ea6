// The adjoints of memory: a load adds to the shadow, a store reads it and
// leaves zero, what is created is cleared or released.

#include "Copies.h"
#include "Sweep.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/IR/InternalError.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

bool adgen::touchesShadow(Operation *op, const ShadowNeeds &needs) {
  if (auto store = dyn_cast<StoreOp>(op))
    return isDifferentiableType(store.getValue().getType()) && needs(store.getPointer());
  if (isa<LocalOp>(op))
    return needs(op->getResult(0)) && !isa<func::FuncOp>(op->getParentOp());
  return isa<HeapOp>(op) && needs(op->getResult(0));
}

Value adgen::partAddress(ImplicitLocOpBuilder &b, Value pointer, llvm::StringRef path) {
  while (!path.empty()) {
    auto [head, tail] = path.split('.');
    pointer = b.create<MemberOp>(pointer, head);
    path = tail;
  }
  return pointer;
}

void adgen::forEachScalar(ImplicitLocOpBuilder &b, Value pointer, llvm::function_ref<bool(Type)> isWanted,
                          llvm::function_ref<void(Value address)> visit) {
  Type type = cast<PtrType>(pointer.getType()).getPointee();
  if (!isWanted(type))
    return;
  if (auto record = dyn_cast<RecordType>(type)) {
    for (auto [name, field] : llvm::zip(record.getFieldNames(), record.getFieldTypes()))
      if (isWanted(field))
        forEachScalar(b, b.create<MemberOp>(pointer, cast<StringAttr>(name).getValue()), isWanted, visit);
  } else if (auto array = dyn_cast<ad::ArrayType>(type)) {
    auto loop = forEachElement(b, pointer);
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    Value first = b.create<DecayOp>(pointer);
    forEachScalar(b, b.create<OffsetOp>(first, loop.getInductionVar(), /*inside=*/true), isWanted, visit);
  } else {
    visit(pointer);
  }
}

void adgen::forEachNumber(ImplicitLocOpBuilder &b, Value pointer,
                          llvm::function_ref<void(Value address)> visit) {
  forEachScalar(b, pointer, isDifferentiableType, visit);
}

static Value zeroOf(ImplicitLocOpBuilder &b, Type type) {
  if (isa<FloatType>(type))
    return b.create<arith::ConstantOp>(b.getFloatAttr(type, 0));
  return {};
}

void Sweep::reverseLoad(Operation *op, Adjoints &adjoints) {
  auto load = cast<LoadOp>(op);
  if (!isActive(load))
    return;
  auto parts = adjoints.partsOf(load);
  if (parts.empty())
    return;
  Value shadow = facts.shadows(load.getPointer());
  if (!shadow)
    return fail(op->getLoc(),
                "adgen cannot follow where the derivative of what this pointer points to is kept");
  for (const Part &part : parts) {
    Value address = partAddress(b, shadow, part.path);
    b.create<StoreOp>(addAdjoints(b, b.create<LoadOp>(address), adjoints.get(part)), address);
  }
}

void Sweep::addUndo(StoreOp store) {
  if (!store.getValue().getType().isIntOrFloat())
    return;
  auto old = OpBuilder(store).create<LoadOp>(withoutName(store.getLoc()), store.getPointer());
  undone.push_back({store, old, b.create<StoreOp>(old, store.getPointer())});
}

void Sweep::reverseStore(Operation *op, Adjoints &adjoints) {
  auto store = cast<StoreOp>(op);
  addUndo(store);
  if (!isDifferentiableType(store.getValue().getType()) || !facts.needs(store.getPointer()))
    return;
  Value shadow = facts.shadows(store.getPointer());
  if (!shadow)
    return fail(op->getLoc(),
                "adgen cannot follow where the derivative of what this pointer points to is kept");
  std::function<void(Type, const std::string &)> visit = [&](Type type, const std::string &path) {
    if (!isDifferentiableType(type))
      return;
    if (auto record = dyn_cast<RecordType>(type)) {
      for (auto [name, field] : llvm::zip(record.getFieldNames(), record.getFieldTypes()))
        visit(field, (path.empty() ? "" : path + ".") + cast<StringAttr>(name).getValue().str());
      return;
    }
    Value zero = zeroOf(b, type);
    if (!zero && isa<ad::ArrayType>(type))
      return fail(op->getLoc(), internalError("an array is copied as a whole"));
    if (!zero)
      return fail(op->getLoc(), "adgen cannot differentiate through a tensor that a pointer or a "
                                "reference chosen at run time means");
    Value address = partAddress(b, shadow, path);
    Value adjoint = b.create<LoadOp>(address);
    b.create<StoreOp>(zero, address)->setAttr(derivativeMark, b.getUnitAttr());
    if (isActive(store.getValue()))
      adjoints.add(b, {store.getValue(), path}, adjoint);
  };
  visit(store.getValue().getType(), "");
}

bool Sweep::reverseMemory(Operation *op, Adjoints &adjoints) {
  if (isa<LoadOp>(op)) {
    reverseLoad(op, adjoints);
    return true;
  }
  if (isa<StoreOp>(op)) {
    reverseStore(op, adjoints);
    return true;
  }
  if (!isa<LocalOp, HeapOp>(op))
    return isa<ReleaseOp>(op);
  Value shadow = facts.shadows(op->getResult(0));
  if (!shadow)
    return true;
  if (facts.shadows.isReused(op)) // Zero again for the iteration before.
    forEachNumber(b, shadow, [&](Value address) {
      if (Value zero = zeroOf(b, cast<PtrType>(address.getType()).getPointee()))
        b.create<StoreOp>(zero, address);
    });
  else if (shadow.getDefiningOp<HeapOp>())
    b.create<ReleaseOp>(shadow);
  return true;
}
