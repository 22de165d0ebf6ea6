#include "Tape.h"

#include "adgen/Analysis/Address.h"
#include "adgen/Analysis/MergeableLoops.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/IR/LoopVariables.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

/// Entries that may lie on the machine's stack.
static constexpr int64_t smallTape = 256;

static bool isHome(Operation *op) {
  return isa<func::FuncOp>(op) || op->hasAttr(replayMark) || op->hasAttr(mergedMark);
}

Block *adgen::homeOf(Block *block) {
  while (!isHome(block->getParentOp()))
    block = block->getParentOp()->getBlock();
  return block;
}

SmallVector<Operation *> adgen::loopsAround(Block *block) {
  SmallVector<Operation *> loops;
  for (Operation *op = block->getParentOp(); op && !isHome(op); op = op->getParentOp())
    if (isa<scf::ForOp, scf::WhileOp>(op))
      loops.push_back(op);
  return loops;
}

static bool dominates(Value value, Operation *before) {
  if (value.getParentRegion()->isProperAncestor(before->getParentRegion()))
    return true;
  Operation *op = value.getDefiningOp();
  return value.getParentBlock() == before->getBlock() && (!op || op->isBeforeInBlock(before));
}

/// The value is known at the place, or could be computed there.
static bool isKnownAt(Value value, Operation *before) {
  Operation *op = value.getDefiningOp();
  return dominates(value, before) ||
         (op && op->getNumRegions() == 0 && isPure(op) && op->getNumResults() == 1 &&
          llvm::all_of(op->getOperands(), [&](Value operand) { return isKnownAt(operand, before); }));
}

Value adgen::atTopLevel(OpBuilder &b, Value value, Operation *before) {
  if (dominates(value, before))
    return value;
  if (!isKnownAt(value, before))
    return {};
  IRMapping mapping;
  for (Value operand : value.getDefiningOp()->getOperands())
    mapping.map(operand, atTopLevel(b, operand, before));
  return b.clone(*value.getDefiningOp(), mapping)->getResult(0);
}

static Value toI64(ImplicitLocOpBuilder &b, Value value) {
  return value.getType().isInteger(64) ? value : b.createOrFold<arith::ExtSIOp>(b.getI64Type(), value);
}

static bool isConstant(Value value, int64_t n) {
  APInt constant;
  return matchPattern(value, m_ConstantInt(&constant)) && constant.getSExtValue() == n;
}

Value adgen::iterationNumber(ImplicitLocOpBuilder &b, Value variable, Value lower, Value step) {
  Value number;
  APInt first;
  if (isConstant(lower, 0)) {
    number = toI64(b, variable);
  } else if (matchPattern(lower, m_ConstantInt(&first)) && !first.isNegative()) {
    Type type = variable.getType(); // in which the difference is a number, too
    Value begin = b.create<arith::ConstantOp>(b.getIntegerAttr(type, first.getSExtValue()));
    number = toI64(b, b.createOrFold<arith::SubIOp>(variable, begin));
  } else {
    number = b.createOrFold<arith::SubIOp>(toI64(b, variable), toI64(b, lower));
  }
  if (!isConstant(step, 1))
    number = b.createOrFold<arith::DivSIOp>(number, toI64(b, step));
  return number;
}

Value adgen::tripCount(ImplicitLocOpBuilder &b, Value lower, Value upper, Value step) {
  APInt from, to, by;
  if (matchPattern(lower, m_ConstantInt(&from)) && matchPattern(upper, m_ConstantInt(&to)) &&
      matchPattern(step, m_ConstantInt(&by))) {
    const int64_t first = from.getSExtValue(), end = to.getSExtValue(), each = by.getSExtValue();
    return b.create<arith::ConstantOp>(
        b.getI64IntegerAttr(end <= first ? 0 : (end - first + each - 1) / each));
  }
  Value span = isConstant(lower, 0) ? toI64(b, upper)
                                    : b.createOrFold<arith::SubIOp>(toI64(b, upper), toI64(b, lower));
  if (!isConstant(step, 1)) {
    Value wide = toI64(b, step), one = b.create<arith::ConstantOp>(b.getI64IntegerAttr(1));
    span = b.createOrFold<arith::AddIOp>(span, b.createOrFold<arith::SubIOp>(wide, one));
    span = b.createOrFold<arith::DivSIOp>(span, wide);
  }
  if (isNotNegative(span))
    return span;
  return b.createOrFold<arith::MaxSIOp>(span, b.create<arith::ConstantOp>(b.getI64IntegerAttr(0)));
}

/// Where a tape for the loops is created: what one iteration of a merged loop records, it reads itself, so
/// that all can use the same tape.
static Operation *placeOf(llvm::ArrayRef<Operation *> loops) {
  Operation *top = homeOf(loops.back()->getBlock())->findAncestorOpInBlock(*loops.back());
  while (top->getParentOp()->hasAttr(mergedMark)) {
    Operation *outer = top->getParentOp();
    bool isKnown = llvm::all_of(loops, [&](Operation *op) {
      auto loop = dyn_cast<scf::ForOp>(op);
      return !loop || llvm::all_of(loop->getOperands().take_front(loop.getNumControlOperands()),
                                   [&](Value bound) { return isKnownAt(bound, outer); });
    });
    if (!isKnown)
      break;
    top = homeOf(outer->getBlock())->findAncestorOpInBlock(*outer);
  }
  return top;
}

/// Whether the value depends on the variable of a loop inside of what `top` is.
static bool dependsOnLoops(Value value, Operation *top) {
  if (dominates(value, top))
    return false;
  Operation *op = value.getDefiningOp();
  return !op || llvm::any_of(op->getOperands(), [&](Value operand) { return dependsOnLoops(operand, top); });
}

/// The least or the greatest number that a bound of a loop can be, computed in front of `top` of the bounds
/// of the loops around, as an i64: of `i + 1` where i runs from 0 to n, 1 or n. Null if it does not follow
/// them evenly.
static Value extremeOf(ImplicitLocOpBuilder &b, Value bound, bool greatest, Operation *top) {
  if (Value known = atTopLevel(b, bound, top))
    return toI64(b, known);
  if (scf::ForOp loop = loopCounting(bound)) {
    Value end = extremeOf(b, greatest ? loop.getUpperBound() : loop.getLowerBound(), greatest, top);
    if (!end || !greatest)
      return end;
    Value one = b.create<arith::ConstantOp>(b.getI64IntegerAttr(1));
    return b.createOrFold<arith::SubIOp>(end, one);
  }
  Operation *op = bound.getDefiningOp();
  if (!isa_and_nonnull<arith::ExtSIOp, arith::AddIOp, arith::SubIOp>(op) || op->hasAttr(wrapsMark))
    return {};
  SmallVector<Value> parts;
  for (OpOperand &operand : op->getOpOperands()) {
    const bool isTaken = isa<arith::SubIOp>(op) && operand.getOperandNumber() == 1;
    parts.push_back(extremeOf(b, operand.get(), greatest != isTaken, top));
  }
  if (llvm::is_contained(parts, Value()))
    return {};
  if (isa<arith::ExtSIOp>(op))
    return parts[0];
  return isa<arith::AddIOp>(op) ? b.createOrFold<arith::AddIOp>(parts[0], parts[1])
                                : b.createOrFold<arith::SubIOp>(parts[0], parts[1]);
}

/// Room for a triangle of iterations is that for the square around it, half of which is left empty.
static bool isTriangle(scf::ForOp loop, Operation *top) {
  return dependsOnLoops(loop.getLowerBound(), top) != dependsOnLoops(loop.getUpperBound(), top);
}

/// Each iteration of the loops comes to the block: no branch leaves it out.
static bool isInEachIteration(Block *block) {
  Operation *op = block->getParentOp();
  while (isa<scf::ForOp>(op) && !isHome(op))
    op = op->getParentOp();
  return isHome(op);
}

bool Tape::allocateArray(Block *block, Type type, llvm::StringRef name) {
  Operation *top = placeOf(loops);
  ImplicitLocOpBuilder b(withoutName(top->getLoc()), top);
  Value total;
  SmallVector<Value> all;
  // Of a square that is nearly empty, the few entries of a stack would be less.
  bool mayBeTriangle = isInEachIteration(block);
  for (Operation *op : loops) {
    auto loop = dyn_cast<scf::ForOp>(op);
    if (!loop)
      return false;
    Value lower = atTopLevel(b, loop.getLowerBound(), top), upper = atTopLevel(b, loop.getUpperBound(), top),
          step = atTopLevel(b, loop.getStep(), top);
    const bool beginsTheSame(lower);
    if ((!lower || !upper) && mayBeTriangle && isTriangle(loop, top)) {
      lower = extremeOf(b, loop.getLowerBound(), false, top);
      upper = extremeOf(b, loop.getUpperBound(), true, top);
      mayBeTriangle = false; // of two, most would be empty
    }
    if (!lower || !upper || !step)
      return false;
    firsts.push_back(beginsTheSame ? Value() : lower);
    all.push_back(tripCount(b, lower, upper, step));
  }
  for (Value trip : llvm::reverse(all))
    total = total ? b.createOrFold<arith::MulIOp>(total, trip) : trip;
  trips.assign(all.begin(), all.end() - 1);
  Location loc = withName(b.getLoc(), name);
  APInt count;
  if (matchPattern(total, m_ConstantInt(&count)) && count.getSExtValue() <= smallTape) {
    int64_t size = std::max<int64_t>(count.getSExtValue(), 1);
    Value array = b.create<LocalOp>(loc, PtrType::get(ad::ArrayType::get(size, type)), Value(), false);
    memory = b.create<DecayOp>(array);
  } else {
    memory = b.create<LocalOp>(loc, PtrType::get(type), total, false);
  }
  return true;
}

Tape::Tape(Block *block, Type type, llvm::StringRef name) : loops(loopsAround(block)) {
  std::string base = name.empty() ? "tape" : name.str();
  if (allocateArray(block, type, name.empty() ? base : base + "_at"))
    return;
  Operation *top = placeOf(loops);
  OpBuilder b(top);
  stack = b.create<NewStackOp>(withName(withoutName(top->getLoc()), base + "_stack"), StackType::get(type));
}

Value Tape::address(ImplicitLocOpBuilder &b, llvm::function_ref<Value(Value)> map) {
  Value index;
  for (size_t i = loops.size(); i-- > 0;) {
    auto loop = cast<scf::ForOp>(loops[i]);
    Value first = firsts[i] ? firsts[i] : map(loop.getLowerBound());
    Value number = iterationNumber(b, map(loop.getInductionVar()), first, map(loop.getStep()));
    index = index ? b.createOrFold<arith::AddIOp>(b.createOrFold<arith::MulIOp>(index, trips[i]), number)
                  : number;
  }
  return b.create<OffsetOp>(memory, index);
}

void Tape::store(ImplicitLocOpBuilder &b, Value value) {
  if (memory)
    b.create<StoreOp>(value, address(b, [](Value v) { return v; }));
  else
    b.create<PushOp>(value, stack);
}

Value Tape::load(ImplicitLocOpBuilder &b, llvm::function_ref<Value(Value)> reverseOf) {
  return memory ? Value(b.create<LoadOp>(address(b, reverseOf))) : Value(b.create<PopOp>(stack));
}
