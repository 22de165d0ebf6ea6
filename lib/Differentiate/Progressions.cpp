// The values that a loop carries along in regular steps, in the reverse loop: a
// formula of the iteration's number, or the last value and the same steps back.
#include "Recorder.h"

#include "adgen/IR/Function.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

std::optional<Recorder::Carried> Recorder::carried(BlockArgument argument) {
  Block *body = argument.getOwner();
  unsigned index = argument.getArgNumber();
  if (auto loop = dyn_cast<scf::ForOp>(body->getParentOp())) {
    if (index < loop.getNumInductionVars())
      return std::nullopt;
    index -= loop.getNumInductionVars();
    return Carried{loop.getInitArgs()[index], body->getTerminator()->getOperand(index),
                   loop.getResult(index)};
  }
  auto loop = dyn_cast<scf::WhileOp>(body->getParentOp());
  if (!loop)
    return std::nullopt;
  auto counted = facts.counted.find(loop);
  if (counted == facts.counted.end() || CountedWhile(counted->second).body() != body)
    return std::nullopt;
  auto forwarded = loop.getConditionOp().getArgs();
  if (counted->second.isPosttested) {
    auto passed = dyn_cast<BlockArgument>(loop.getYieldOp().getOperand(index));
    if (!passed || passed.getOwner() != loop.getAfterBody())
      return std::nullopt;
    return Carried{loop.getInits()[index], forwarded[passed.getArgNumber()],
                   loop.getResult(passed.getArgNumber())};
  }
  auto before = dyn_cast<BlockArgument>(forwarded[index]);
  if (!before || before.getOwner() != loop.getBeforeBody())
    return std::nullopt;
  return Carried{loop.getInits()[before.getArgNumber()], loop.getYieldOp().getOperand(before.getArgNumber()),
                 loop.getResult(index)};
}

static bool isConstant(Value value) {
  return value.getDefiningOp() && value.getDefiningOp()->hasTrait<OpTrait::ConstantLike>();
}

/// The operation, of numbers that may wrap around where the source's do not: the graph's signed ones must
/// not.
template <class Op> static Value computed(ImplicitLocOpBuilder &b, bool wraps, Value x, Value y) {
  Value result = b.createOrFold<Op>(x, y);
  auto made = result.getDefiningOp<Op>();
  const bool isOwn =
      made && llvm::is_contained(made->getOperands(), x) && llvm::is_contained(made->getOperands(), y);
  if (wraps && isOwn) // a constant may have become the second operand
    made->setAttr(wrapsMark, b.getUnitAttr());
  return result;
}

static bool mayWrap(Operation *op) { return op && op->hasAttr(wrapsMark); }

/// From the first value on, the way that a signed integer has gone may be longer than the largest number,
/// though no value on it is: `int s = -2000000000`, and upwards. Not if it goes away from zero, or begins so
/// near to it that it would have to end as near to the other end; of a variable that is taken for granted.
static bool mayGoFar(Value first, Value amount) {
  APInt begin, step;
  if (!matchPattern(first, m_ConstantInt(&begin)))
    return false;
  const unsigned near = begin.getBitWidth() * 3 / 4;
  return begin.getSignificantBits() > near &&
         !(matchPattern(amount, m_ConstantInt(&step)) && step.isNegative() == begin.isNegative());
}

std::optional<std::pair<Value, Value>> Recorder::progression(BlockArgument argument) {
  auto values = carried(argument);
  if (!values)
    return std::nullopt;
  Operation *step = values->next.getDefiningOp();
  if (!isa_and_nonnull<arith::AddIOp, OffsetOp>(step) || step->getOperand(0) != argument)
    return std::nullopt;
  Value amount = step->getOperand(1);
  if (!isConstant(amount) && argument.getOwner()->getParent()->isAncestor(amount.getParentRegion()))
    return std::nullopt;
  return std::pair(values->init, amount);
}

SmallVector<Value> Recorder::Summand::operands() {
  SmallVector<Value> all = {amount};
  for (scf::ForOp loop : loops)
    llvm::append_range(all, loop->getOperands().take_front(loop.getNumControlOperands()));
  return all;
}

bool Recorder::isSum(Value next, Value self, SmallVector<Summand> &summands) {
  while (next != self) {
    Operation *op = next.getDefiningOp();
    if (isa_and_nonnull<arith::AddIOp, arith::SubIOp, OffsetOp>(op)) {
      summands.push_back({op->getOperand(1), isa<arith::SubIOp>(op), mayWrap(op), {}});
      next = op->getOperand(0);
      continue;
    }
    // An inner loop adds the same in each of its iterations.
    auto loop = dyn_cast_or_null<scf::ForOp>(op);
    if (!loop)
      return false;
    unsigned index = cast<OpResult>(next).getResultNumber();
    SmallVector<Summand> inner;
    if (!isSum(loop.getYieldedValues()[index], loop.getRegionIterArg(index), inner))
      return false;
    for (Summand &summand : inner) {
      for (Value operand : summand.operands())
        if (!isConstant(operand) && loop.getRegion().isAncestor(operand.getParentRegion()))
          return false;
      summand.loops.push_back(loop);
      summands.push_back(summand);
    }
    next = loop.getInitArgs()[index];
  }
  return true;
}

bool Recorder::dependsOn(Value value, BlockArgument argument, llvm::DenseSet<Value> &seen) {
  if (value == argument)
    return true;
  if (!isInLevel(value) || !seen.insert(value).second)
    return false;
  SmallVector<Summand> summands;
  SmallVector<Value> operands;
  if (auto other = dyn_cast<BlockArgument>(value)) {
    auto values = carried(other);
    if (!values || progression(other) || !isSum(values->next, other, summands))
      return false;
    for (Summand &summand : summands)
      llvm::append_range(operands, summand.operands());
  } else {
    operands.assign(value.getDefiningOp()->operand_begin(), value.getDefiningOp()->operand_end());
  }
  return llvm::any_of(operands, [&](Value operand) { return dependsOn(operand, argument, seen); });
}

SmallVector<Recorder::Summand> Recorder::increments(BlockArgument argument) {
  auto values = carried(argument);
  // Only what is exact can be taken back.
  if (!values || !isa<IntegerType, PtrType>(argument.getType()))
    return {};
  Block *body = argument.getOwner();
  auto reverse = dyn_cast<scf::ForOp>(mirrors.find(body)->second.reverse->getParentOp());
  SmallVector<Summand> summands;
  if (!reverse || homeOf(body) == body || !isSum(values->next, argument, summands))
    return {};
  // What it grows by has to be known before it is.
  llvm::DenseSet<Value> seen;
  for (Summand &summand : summands)
    for (Value operand : summand.operands())
      if (dependsOn(operand, argument, seen))
        return {};
  return summands;
}

BlockArgument Recorder::carriedThrough(BlockArgument argument) {
  while (auto values = carried(argument)) {
    auto outer = dyn_cast<BlockArgument>(values->init);
    auto around = outer ? carried(outer) : std::nullopt;
    if (!around || around->next != values->last || homeOf(outer.getOwner()) == outer.getOwner())
      break;
    argument = outer;
  }
  return argument;
}

bool Recorder::isWalked(BlockArgument argument) {
  return carriedThrough(argument) != argument && !increments(argument).empty();
}

Value Recorder::takenBack(BlockArgument argument, llvm::ArrayRef<Summand> summands) {
  Block *body = argument.getOwner();
  BlockArgument outermost = carriedThrough(argument);
  Operation *loop = mirrors.find(outermost.getOwner())->second.reverse->getParentOp();
  const Location loc = asReverse(withoutName(carried(argument)->next.getLoc()));
  const Location named = withName(loc, nameOf(argument.getLoc()));
  b.setLoc(loc);
  b.setInsertionPoint(loop);
  Value variable = b.create<LocalOp>(named, PtrType::get(argument.getType()), Value(), false);
  b.create<StoreOp>(carried(outermost)->last, variable);
  // The last value has to be made available in front of this.
  for (auto &[block, cursor] : cursors)
    if (cursor == loop)
      cursor = variable.getDefiningOp();
  auto here = [&](Value value) -> Value {
    if (isConstant(value)) {
      at(body);
      return b.clone(*value.getDefiningOp())->getResult(0);
    }
    return isInLevel(value) ? available(value) : value;
  };
  SmallVector<Value> amounts;
  for (const Summand &summand : summands) {
    Value amount = here(summand.amount), times;
    for (scf::ForOp inner : summand.loops) {
      Value lower = here(inner.getLowerBound()), upper = here(inner.getUpperBound()),
            step = here(inner.getStep());
      at(body);
      b.setLoc(loc);
      Value trips = tripCount(b, lower, upper, step);
      times = times ? b.createOrFold<arith::MulIOp>(times, trips) : trips;
    }
    at(body);
    b.setLoc(loc);
    if (times) {
      auto width = cast<IntegerType>(amount.getType());
      if (width.getWidth() < 64)
        times = b.createOrFold<arith::TruncIOp>(width, times);
      amount = computed<arith::MulIOp>(b, summand.wraps, times, amount);
    }
    amounts.push_back(amount);
  }
  at(body);
  b.setLoc(loc);
  Value value = b.create<LoadOp>(variable);
  b.setLoc(named);
  for (auto [amount, summand] : llvm::zip(amounts, summands)) {
    if (isa<PtrType>(value.getType())) {
      Value zero = b.create<arith::ConstantOp>(cast<TypedAttr>(b.getZeroAttr(amount.getType())));
      value = b.createOrFold<OffsetOp>(value, b.createOrFold<arith::SubIOp>(loc, zero, amount));
    } else if (summand.isNegative) {
      value = computed<arith::AddIOp>(b, summand.wraps, value, amount);
    } else {
      value = computed<arith::SubIOp>(b, summand.wraps, value, amount);
    }
  }
  b.create<StoreOp>(value, variable);
  return value;
}

Value Recorder::iterationOf(Block *body) {
  const Mirror &mirror = mirrors.find(body)->second;
  Value variable = mirror.known.front().second;
  auto loop = dyn_cast<scf::ForOp>(body->getParentOp());
  if (!loop)
    return variable; // counted from 0
  auto reverse = cast<scf::ForOp>(mirror.reverse->getParentOp());
  if (!loop->hasAttr("ad.down"))
    return iterationNumber(b, variable, reverse.getLowerBound(), reverse.getStep());
  // The first iteration is that of the largest variable.
  Value upper = reverse.getUpperBound();
  Value one = b.create<arith::ConstantOp>(b.getIntegerAttr(upper.getType(), 1));
  Value largest = b.createOrFold<arith::SubIOp>(upper, one);
  if (matchPattern(reverse.getStep(), m_One()))
    return iterationNumber(b, largest, variable, reverse.getStep());
  Value last = iterationNumber(b, largest, reverse.getLowerBound(), reverse.getStep());
  Value back = iterationNumber(b, variable, reverse.getLowerBound(), reverse.getStep());
  return b.createOrFold<arith::SubIOp>(last, back);
}

Value Recorder::progressed(BlockArgument argument, Value init, Value amount) {
  Block *block = argument.getOwner();
  at(block);
  b.setLoc(asReverse(withoutName(argument.getLoc())));
  if (isConstant(amount))
    amount = b.clone(*amount.getDefiningOp())->getResult(0);
  Value number = iterationOf(block);
  auto width = cast<IntegerType>(amount.getType());
  if (width.getWidth() < 64)
    number = b.createOrFold<arith::TruncIOp>(width, number);
  const bool wraps = mayWrap(carried(argument)->next.getDefiningOp()) || mayGoFar(init, amount);
  Value distance = computed<arith::MulIOp>(b, wraps, number, amount);
  b.setLoc(withName(b.getLoc(), nameOf(argument.getLoc())));
  return isa<PtrType>(argument.getType()) ? b.createOrFold<OffsetOp>(init, distance)
                                          : computed<arith::AddIOp>(b, wraps, init, distance);
}

std::optional<SmallVector<Value>> Recorder::recipeOfCarried(BlockArgument argument) {
  if (auto known = progression(argument); known && !isWalked(argument))
    return SmallVector<Value>{known->first, known->second};
  SmallVector<Summand> summands = increments(argument);
  if (summands.empty())
    return std::nullopt;
  SmallVector<Value> operands = {carried(carriedThrough(argument))->last};
  for (Summand &summand : summands)
    for (Value operand : summand.operands())
      if (!isConstant(operand))
        operands.push_back(operand);
  return operands;
}

Value Recorder::recomputeCarried(BlockArgument argument) {
  if (auto known = progression(argument); known && !isWalked(argument))
    return progressed(argument, known->first, known->second);
  return takenBack(argument, increments(argument));
}
