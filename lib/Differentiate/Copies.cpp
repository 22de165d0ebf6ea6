#include "Copies.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

scf::ForOp adgen::forEachElement(ImplicitLocOpBuilder &b, Value array) {
  auto type = cast<ad::ArrayType>(cast<PtrType>(array.getType()).getPointee());
  Value count = type.isDynamic() ? b.create<SizeOp>(array) : Value();
  auto number = [&](int64_t n) -> Value {
    return b.create<arith::ConstantOp>(count ? b.getI64IntegerAttr(n) : b.getI32IntegerAttr(n));
  };
  return b.create<scf::ForOp>(number(0), count ? count : number(type.getSize()), number(1));
}

/// Gives the arrays of dynamic size in an object the length of those in another.
static void resizeParts(ImplicitLocOpBuilder &b, Value made, Value like) {
  Type type = cast<PtrType>(made.getType()).getPointee();
  auto resize = [&](Value part, Value other) {
    auto array = dyn_cast<ad::ArrayType>(cast<PtrType>(part.getType()).getPointee());
    if (array && array.isDynamic())
      b.create<ResizeOp>(part, b.create<SizeOp>(other));
    resizeParts(b, part, other);
  };
  if (auto record = dyn_cast<RecordType>(type)) {
    for (auto [name, field] : llvm::zip(record.getFieldNames(), record.getFieldTypes()))
      if (llvm::StringRef member = cast<StringAttr>(name).getValue(); holdsDynamicArray(field))
        resize(b.create<MemberOp>(made, member), b.create<MemberOp>(like, member));
  } else if (auto array = dyn_cast<ad::ArrayType>(type); array && holdsDynamicArray(array.getElementType())) {
    auto loop = forEachElement(b, like);
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    Value target = b.create<DecayOp>(made), source = b.create<DecayOp>(like);
    resize(b.create<OffsetOp>(target, loop.getInductionVar(), /*inside=*/true),
           b.create<OffsetOp>(source, loop.getInductionVar(), /*inside=*/true));
  }
}

Value adgen::zeroLike(ImplicitLocOpBuilder &b, Location loc, PtrType type, Value object) {
  auto array = dyn_cast<ad::ArrayType>(type.getPointee());
  Value count = array && array.isDynamic() ? b.create<SizeOp>(object) : Value();
  Value made = b.create<LocalOp>(loc, type, count, /*zero=*/true);
  resizeParts(b, made, object);
  return made;
}

/// Visits the numbers, and other values, of two objects of one type.
static void forEachPair(ImplicitLocOpBuilder &b, Value from, Value to,
                        llvm::function_ref<void(Value from, Value to)> visit) {
  Type type = cast<PtrType>(from.getType()).getPointee();
  if (auto record = dyn_cast<RecordType>(type)) {
    for (Attribute name : record.getFieldNames()) {
      llvm::StringRef field = cast<StringAttr>(name).getValue();
      forEachPair(b, b.create<MemberOp>(from, field), b.create<MemberOp>(to, field), visit);
    }
  } else if (isa<ad::ArrayType>(type)) {
    auto loop = forEachElement(b, from);
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(loop.getBody());
    Value source = b.create<DecayOp>(from), target = b.create<DecayOp>(to);
    forEachPair(b, b.create<OffsetOp>(source, loop.getInductionVar(), /*inside=*/true),
                b.create<OffsetOp>(target, loop.getInductionVar(), /*inside=*/true), visit);
  } else {
    visit(from, to);
  }
}

void adgen::copyParts(ImplicitLocOpBuilder &b, Value from, Value to) {
  forEachPair(b, from, to,
              [&](Value source, Value target) { b.create<StoreOp>(b.create<LoadOp>(source), target); });
}

void adgen::addParts(ImplicitLocOpBuilder &b, Value from, Value to) {
  forEachPair(b, from, to, [&](Value source, Value target) {
    if (isa<FloatType>(cast<PtrType>(source.getType()).getPointee()))
      b.create<StoreOp>(b.create<arith::AddFOp>(b.create<LoadOp>(target), b.create<LoadOp>(source)), target);
  });
}

void adgen::expandCopies(func::FuncOp function) {
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
