#include "Copies.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

void adgen::copyParts(ImplicitLocOpBuilder &b, Value from, Value to) {
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
    copyParts(b, b.create<OffsetOp>(source, loop.getInductionVar(), /*inside=*/true),
              b.create<OffsetOp>(target, loop.getInductionVar(), /*inside=*/true));
  } else {
    b.create<StoreOp>(b.create<LoadOp>(from), to);
  }
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
