// The values that reverse code reads, in the reverse code of their blocks:
// computed again, or from where they were recorded.
#include "Recorder.h"

#include "Recording.h"

#include "adgen/Analysis/SeparateWrites.h"
#include "adgen/IR/Function.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

bool adgen::isExpensive(Operation *op) {
  if (isa<math::AbsFOp, math::CopySignOp, math::FmaOp, math::FloorOp, math::CeilOp, math::TruncOp,
          math::RoundOp>(op))
    return false;
  if (isa<ApplyOp>(op))
    return !llvm::is_contained({"square", "enum_value", "enum_of", "function_id", "function_of", "cast"},
                               cast<ApplyOp>(op).getName());
  return isa<math::MathDialect>(op->getDialect()) || isa<MapOp>(op);
}

std::optional<SmallVector<Value>> Recorder::recipe(Value value) {
  Block *block = value.getParentBlock();
  for (auto &[forward, reverse] : mirrors.find(block)->second.known)
    if (forward == value)
      return SmallVector<Value>{};
  if (auto argument = dyn_cast<BlockArgument>(value))
    return recipeOfCarried(argument);
  Operation *op = value.getDefiningOp();
  if (canRepeat(op))
    return SmallVector<Value>(op->getOperands());
  if (StoreOp store = keptBy(value))
    return SmallVector<Value>{store.getPointer()};
  return std::nullopt;
}

bool Recorder::canRepeat(Operation *op) {
  if (op->getNumRegions() != 0 || isExpensive(op))
    return false;
  auto load = dyn_cast<LoadOp>(op);
  if (!load)
    return isMemoryEffectFree(op);
  if (isRepeatable(load))
    return true;
  auto readable = restoring.readable(load);
  return readable && isReadable(load, *readable);
}

StoreOp Recorder::keptBy(Value value) const {
  Block *block = value.getParentBlock();
  // Outside of loops a value is there anyway.
  if (shared || !value.getType().isIntOrFloat() || levelOf(block) == homeOf(block))
    return {};
  for (Operation *user : value.getUsers()) {
    auto store = dyn_cast<StoreOp>(user);
    if (store && store.getValue() == value && store->getBlock() == block &&
        !restoring.mayUndo(store.getPointer()) && facts.stability.isKept(store) &&
        writesApart(store, homeOf(block)))
      return store;
  }
  return {};
}

void Recorder::at(Block *block) { b.setInsertionPoint(cursors[block]); }

Value Recorder::recompute(Value value) {
  Block *block = value.getParentBlock();
  for (auto &[forward, reverse] : mirrors.find(block)->second.known)
    if (forward == value)
      return reverse;
  if (auto argument = dyn_cast<BlockArgument>(value))
    return recomputeCarried(argument);
  Operation *op = value.getDefiningOp();
  StoreOp store = canRepeat(op) ? StoreOp() : keptBy(value);
  IRMapping mapping;
  Operation *behind = nullptr;
  auto waitFor = [&](Operation *earlier) {
    if (earlier && (!behind || behind->isBeforeInBlock(earlier)))
      behind = earlier;
  };
  SmallVector<Value> operands(op->getOperands());
  if (store)
    operands.assign(1, store.getPointer());
  for (Value operand : operands)
    if (isInLevel(operand)) {
      Value copy = available(operand);
      mapping.map(operand, copy);
      if (operand.getParentBlock() == block && copy.getDefiningOp() && late.contains(copy.getDefiningOp()))
        waitFor(copy.getDefiningOp());
    }
  if (auto load = dyn_cast<LoadOp>(op); load && !store && !isRepeatable(load))
    waitFor(restoring.readable(load)->after);
  at(block);
  if (behind)
    b.setInsertionPointAfter(behind);
  b.setLoc(withName(asReverse(op->getLoc()), nameOf(value.getLoc())));
  if (store)
    return b.create<LoadOp>(mapping.lookupOrDefault(store.getPointer()));
  Operation *copy = b.clone(*op, mapping);
  if (behind)
    late.insert(copy);
  copy->setLoc(b.getLoc());
  return copy->getResult(cast<OpResult>(value).getResultNumber());
}

/// From a tape.
Value Recorder::recorded(Value value) {
  if (Value origin = originOf(value))
    return recordedPointer(value, origin);
  return taped(value, nameOf(value.getLoc()));
}

Value Recorder::taped(Value value, llvm::StringRef name) {
  Block *block = value.getParentBlock();
  Tape tape(block, value.getType(), name);
  b.setLoc(withoutName(value.getLoc()));
  if (Operation *op = value.getDefiningOp())
    b.setInsertionPointAfter(op);
  else
    b.setInsertionPointToStart(block);
  tape.store(b, value);
  at(block);
  Location loc = asReverse(withoutName(value.getLoc()));
  b.setLoc(loc);
  Value loaded = tape.load(b, [&](Value v) -> Value {
    for (auto &[forward, mirror] : mirrors)
      for (auto &[known, reverse] : mirror.known)
        if (known == v)
          return reverse;
    return v;
  });
  loaded.setLoc(withName(loc, name));
  return loaded;
}

/// Through a variable of the function: promotion makes it a result of the branches around the value.
Value Recorder::exported(Value value) {
  Block *home = homeOf(value.getParentBlock());
  Operation *top = home->findAncestorOpInBlock(*value.getParentBlock()->getParentOp());
  b.setLoc(withName(withoutName(top->getLoc()), nameOf(value.getLoc())));
  b.setInsertionPoint(top);
  Value variable = b.create<LocalOp>(PtrType::get(value.getType()), Value(), false);
  b.setLoc(withoutName(value.getLoc()));
  if (Operation *op = value.getDefiningOp())
    b.setInsertionPointAfter(op);
  else
    b.setInsertionPointToStart(value.getParentBlock());
  b.create<StoreOp>(value, variable);
  at(value.getParentBlock());
  b.setLoc(asReverse(withoutName(value.getLoc())));
  return b.create<LoadOp>(variable);
}

void Recorder::share(Block *block) {
  SmallVector<Value> values;
  auto collect = [&](Value value) {
    if (stored.contains(value))
      values.push_back(value);
  };
  llvm::for_each(block->getArguments(), collect);
  for (Operation &op : *block)
    llvm::for_each(op.getResults(), collect);
  Block *reverse = mirrors.find(block)->second.reverse;
  for (Value value : values) {
    b.setLoc(withoutName(value.getLoc()));
    b.setInsertionPoint(block->getTerminator());
    b.create<PushOp>(value, shared->forward(value.getType()));
    b.setLoc(withName(asReverse(withoutName(value.getLoc())), nameOf(value.getLoc())));
    b.setInsertionPointToStart(reverse);
    copies[value] = b.create<PopOp>(shared->reverse(value.getType()));
  }
}

Value Recorder::available(Value value) {
  if (Value known = copies.lookup(value))
    return known;
  Value copy;
  if (!stored.contains(value))
    copy = recompute(value);
  else if (levelOf(value.getParentBlock()) == homeOf(value.getParentBlock()))
    copy = exported(value);
  else
    copy = recorded(value);
  return copies[value] = copy;
}
