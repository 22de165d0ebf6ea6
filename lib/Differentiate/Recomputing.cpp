// The values that reverse code reads, in the reverse code of their blocks:
// computed again, or from where they were recorded.
#include "Recorder.h"

#include "Recording.h"

#include "adgen/IR/Function.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

/// Costs more than to store the result and to read it again.
static bool isExpensive(Operation *op) {
  if (isa<math::AbsFOp, math::CopySignOp, math::FmaOp, math::FloorOp, math::CeilOp, math::TruncOp,
          math::RoundOp>(op))
    return false;
  if (isa<ApplyOp>(op))
    return !llvm::is_contained({"square", "enum_value", "enum_of", "function_id", "function_of", "cast"},
                               cast<ApplyOp>(op).getName());
  return isa<math::MathDialect>(op->getDialect()) || isa<MapOp>(op);
}

std::optional<std::pair<Value, Value>> Recorder::progression(BlockArgument argument) {
  Block *body = argument.getOwner();
  Value init, next, self = argument;
  unsigned index = argument.getArgNumber();
  if (auto loop = dyn_cast<scf::ForOp>(body->getParentOp())) {
    if (index < loop.getNumInductionVars())
      return std::nullopt;
    index -= loop.getNumInductionVars();
    init = loop.getInitArgs()[index];
    next = body->getTerminator()->getOperand(index);
  } else if (auto loop = dyn_cast<scf::WhileOp>(body->getParentOp())) {
    auto counted = facts.counted.find(loop);
    if (counted == facts.counted.end() || CountedWhile(counted->second).body() != body)
      return std::nullopt;
    auto forwarded = loop.getConditionOp().getArgs();
    if (counted->second.isPosttested) {
      auto passed = dyn_cast<BlockArgument>(loop.getYieldOp().getOperand(index));
      if (!passed || passed.getOwner() != loop.getAfterBody())
        return std::nullopt;
      init = loop.getInits()[index];
      next = forwarded[passed.getArgNumber()];
    } else {
      auto before = dyn_cast<BlockArgument>(forwarded[index]);
      if (!before || before.getOwner() != loop.getBeforeBody())
        return std::nullopt;
      init = loop.getInits()[before.getArgNumber()];
      next = loop.getYieldOp().getOperand(before.getArgNumber());
    }
  } else {
    return std::nullopt;
  }
  Operation *step = next.getDefiningOp();
  if (!isa_and_nonnull<arith::AddIOp, OffsetOp>(step) || step->getOperand(0) != self)
    return std::nullopt;
  Value amount = step->getOperand(1);
  bool constant = amount.getDefiningOp() && amount.getDefiningOp()->hasTrait<OpTrait::ConstantLike>();
  if (!constant && body->getParent()->isAncestor(amount.getParentRegion()))
    return std::nullopt;
  return std::pair(init, amount);
}

std::optional<SmallVector<Value>> Recorder::recipe(Value value) {
  Block *block = value.getParentBlock();
  for (auto &[forward, reverse] : mirrors.find(block)->second.known)
    if (forward == value)
      return SmallVector<Value>{};
  if (auto argument = dyn_cast<BlockArgument>(value)) {
    if (auto known = progression(argument))
      return SmallVector<Value>{known->first, known->second};
    return std::nullopt;
  }
  Operation *op = value.getDefiningOp();
  if (op->getNumRegions() != 0 || isExpensive(op))
    return std::nullopt;
  if (auto load = dyn_cast<LoadOp>(op)) {
    if (!isRepeatable(load)) {
      auto readable = restoring.readable(load);
      if (!readable || !isReadable(load, *readable))
        return std::nullopt;
    }
  } else if (!isMemoryEffectFree(op)) {
    return std::nullopt;
  }
  return SmallVector<Value>(op->getOperands());
}

void Recorder::at(Block *block) { b.setInsertionPoint(cursors[block]); }

Value Recorder::iterationOf(Block *body) {
  const Mirror &mirror = mirrors.find(body)->second;
  Value variable = mirror.known.front().second;
  auto loop = dyn_cast<scf::ForOp>(body->getParentOp());
  if (!loop)
    return variable; // counted from 0
  auto reverse = cast<scf::ForOp>(mirror.reverse->getParentOp());
  return iterationNumber(b, variable, reverse.getLowerBound(), reverse.getStep());
}

Value Recorder::recompute(Value value) {
  Block *block = value.getParentBlock();
  for (auto &[forward, reverse] : mirrors.find(block)->second.known)
    if (forward == value)
      return reverse;
  if (auto argument = dyn_cast<BlockArgument>(value)) {
    auto [init, amount] = *progression(argument);
    at(block);
    b.setLoc(asReverse(withoutName(value.getLoc())));
    if (amount.getDefiningOp() && amount.getDefiningOp()->hasTrait<OpTrait::ConstantLike>())
      amount = b.clone(*amount.getDefiningOp())->getResult(0);
    Value number = iterationOf(block);
    auto width = cast<IntegerType>(amount.getType());
    if (width.getWidth() < 64)
      number = b.createOrFold<arith::TruncIOp>(width, number);
    Value distance = b.createOrFold<arith::MulIOp>(number, amount);
    b.setLoc(withName(b.getLoc(), nameOf(value.getLoc())));
    return isa<PtrType>(value.getType()) ? b.createOrFold<OffsetOp>(init, distance)
                                         : b.createOrFold<arith::AddIOp>(init, distance);
  }
  Operation *op = value.getDefiningOp();
  IRMapping mapping;
  Operation *behind = nullptr;
  auto waitFor = [&](Operation *earlier) {
    if (earlier && (!behind || behind->isBeforeInBlock(earlier)))
      behind = earlier;
  };
  for (Value operand : op->getOperands())
    if (isInLevel(operand)) {
      Value copy = available(operand);
      mapping.map(operand, copy);
      if (operand.getParentBlock() == block && copy.getDefiningOp() && late.contains(copy.getDefiningOp()))
        waitFor(copy.getDefiningOp());
    }
  if (auto load = dyn_cast<LoadOp>(op); load && !isRepeatable(load))
    waitFor(restoring.readable(load)->after);
  at(block);
  if (behind)
    b.setInsertionPointAfter(behind);
  Operation *copy = b.clone(*op, mapping);
  if (behind)
    late.insert(copy);
  copy->setLoc(withName(asReverse(op->getLoc()), nameOf(op->getLoc())));
  return copy->getResult(cast<OpResult>(value).getResultNumber());
}

/// From a tape.
Value Recorder::recorded(Value value) {
  Block *block = value.getParentBlock();
  Tape tape(block, value.getType(), nameOf(value.getLoc()));
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
  loaded.setLoc(withName(loc, nameOf(value.getLoc())));
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
