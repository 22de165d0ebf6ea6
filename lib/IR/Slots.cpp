#include "adgen/IR/Slots.h"

#include "adgen/IR/AdDialect.h"

#include "mlir/IR/IRMapping.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

static SmallVector<Value> undefs(OpBuilder &b, Location loc, TypeRange types) {
  SmallVector<Value> values;
  for (Type type : types)
    values.push_back(b.create<UndefOp>(loc, type));
  return values;
}

static SmallVector<Type> joined(TypeRange first, TypeRange second) {
  SmallVector<Type> types(first);
  types.append(second.begin(), second.end());
  return types;
}

/// The new operation takes the place of the old one, its attributes and its results' uses.
template <typename Op> static Op replace(Op op, Op made) {
  made->setDiscardableAttrs(op->getDiscardableAttrDictionary());
  op->replaceAllUsesWith(made->getResults().take_front(op->getNumResults()));
  op->erase();
  return made;
}

scf::IfOp adgen::addResults(scf::IfOp op, TypeRange types) {
  OpBuilder b(op);
  auto made = b.create<scf::IfOp>(op.getLoc(), joined(op.getResultTypes(), types), op.getCondition(),
                                  /*addThenBlock=*/false, /*addElseBlock=*/false);
  made.getThenRegion().takeBody(op.getThenRegion());
  made.getElseRegion().takeBody(op.getElseRegion());
  if (made.getElseRegion().empty()) {
    b.createBlock(&made.getElseRegion());
    b.create<scf::YieldOp>(op.getLoc());
  }
  for (Region *region : {&made.getThenRegion(), &made.getElseRegion()}) {
    Operation *yield = region->front().getTerminator();
    b.setInsertionPoint(yield);
    yield->insertOperands(yield->getNumOperands(), undefs(b, op.getLoc(), types));
  }
  return replace(op, made);
}

scf::ForOp adgen::addIterArgs(scf::ForOp op, ValueRange inits) {
  OpBuilder b(op);
  SmallVector<Value> all(op.getInitArgs());
  all.append(inits.begin(), inits.end());
  auto made = b.create<scf::ForOp>(op.getLoc(), op.getLowerBound(), op.getUpperBound(), op.getStep(), all);
  made.getRegion().takeBody(op.getRegion());
  SmallVector<Value> arguments;
  for (Value init : inits)
    arguments.push_back(made.getBody()->addArgument(init.getType(), init.getLoc()));
  Operation *yield = made.getBody()->getTerminator();
  yield->insertOperands(yield->getNumOperands(), arguments);
  return replace(op, made);
}

scf::WhileOp adgen::addSlots(scf::WhileOp op, ValueRange inits, TypeRange forwarded) {
  OpBuilder b(op);
  SmallVector<Value> all(op.getInits());
  all.append(inits.begin(), inits.end());
  auto made = b.create<scf::WhileOp>(op.getLoc(), joined(op.getResultTypes(), forwarded), all);
  made.getBefore().takeBody(op.getBefore());
  made.getAfter().takeBody(op.getAfter());
  for (Value init : inits)
    made.getBeforeBody()->addArgument(init.getType(), init.getLoc());
  for (Type type : forwarded)
    made.getAfterBody()->addArgument(type, op.getLoc());
  auto extend = [&](Operation *terminator, TypeRange types) {
    b.setInsertionPoint(terminator);
    terminator->insertOperands(terminator->getNumOperands(), undefs(b, op.getLoc(), types));
  };
  extend(made.getConditionOp(), forwarded);
  extend(made.getYieldOp(), inits.getTypes());
  return replace(op, made);
}
