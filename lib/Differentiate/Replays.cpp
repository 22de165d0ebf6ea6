// A gradient that has taken back what it wrote to the caller's memory writes it
// again at its end, however often that was. To be reversed once more, this is a
// loop as any other.
#include "Prepare.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

static void expand(ReplayOp replay, NewStackOp pointers, NewStackOp values) {
  ImplicitLocOpBuilder b(withoutName(replay.getLoc()), pointers);
  auto number = [&](int64_t n) { return b.create<arith::ConstantOp>(b.getI64IntegerAttr(n)); };
  Value count =
      b.create<LocalOp>(withName(b.getLoc(), "count"), PtrType::get(b.getI64Type()), Value(), /*zero=*/false);
  b.create<StoreOp>(number(0), count);
  for (Operation *user : values->getUsers())
    if (isa<PushOp>(user)) {
      b.setInsertionPoint(user);
      Value before = b.create<LoadOp>(count);
      b.create<StoreOp>(b.create<arith::AddIOp>(before, number(1)), count);
    }
  b.setInsertionPoint(replay);
  auto loop = b.create<scf::ForOp>(number(0), b.create<LoadOp>(count), number(1));
  b.setInsertionPointToStart(loop.getBody());
  Value value = b.create<PopOp>(values);
  b.create<StoreOp>(value, b.create<PopOp>(pointers));
  replay.erase();
}

void adgen::expandReplays(func::FuncOp function) {
  SmallVector<ReplayOp> replays;
  function.walk([&](ReplayOp replay) { replays.push_back(replay); });
  for (ReplayOp replay : replays) {
    auto pointers = replay.getPointers().getDefiningOp<NewStackOp>();
    auto values = replay.getValues().getDefiningOp<NewStackOp>();
    if (pointers && values)
      expand(replay, pointers, values);
  }
}
