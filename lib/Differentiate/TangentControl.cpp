// Branches and loops carry the tangents of what they carry.
#include "Tangents.h"

#include "Adjoints.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

SmallVector<Value> Tangents::withTangents(ValueRange values, llvm::ArrayRef<unsigned> active) {
  SmallVector<Value> all;
  for (Value value : values)
    all.push_back(copyOf(value));
  for (unsigned i : active)
    all.push_back(of(values[i]));
  return all;
}

SmallVector<Type> Tangents::typesWithTangents(ValueRange values, llvm::ArrayRef<unsigned> active) {
  SmallVector<Type> types(values.getTypes());
  for (unsigned i : active)
    types.push_back(values[i].getType());
  return types;
}

/// `results` are the copies of the values, then the tangents.
void Tangents::bind(ValueRange values, ValueRange results, llvm::ArrayRef<unsigned> active) {
  for (auto [value, result] : llvm::zip(values, results))
    map(value, result);
  for (auto [i, tangent] : llvm::zip(active, results.drop_front(values.size())))
    set(values[i], tangent);
}

/// Copies the block with its arguments; `active` counts the arguments from `carriedFrom` on.
Block *Tangents::copyBlock(Block &block, Region &region, llvm::ArrayRef<unsigned> active,
                           unsigned carriedFrom) {
  Block *copied = b.createBlock(&region);
  for (BlockArgument argument : block.getArguments())
    map(argument, copied->addArgument(argument.getType(), argument.getLoc()));
  for (unsigned i : active) {
    BlockArgument argument = block.getArgument(carriedFrom + i);
    set(argument, copied->addArgument(argument.getType(), shadowLoc(argument)));
  }
  run(block);
  b.setLoc(withoutName(block.getTerminator()->getLoc()));
  return copied;
}

/// The positions at which one of the values has a tangent.
static SmallVector<unsigned> positionsOf(const Tangents &tangents, std::initializer_list<ValueRange> lists) {
  SmallVector<unsigned> positions;
  for (unsigned i = 0; i < lists.begin()->size(); ++i)
    if (llvm::any_of(lists, [&](ValueRange values) { return tangents.has(values[i]); }))
      positions.push_back(i);
  return positions;
}

/// The operation's place; its name, which would be ambiguous, only where there is one result.
static OperationState stateOf(Operation *op, llvm::ArrayRef<Type> types, ValueRange operands) {
  OperationState state(types.size() == 1 ? op->getLoc() : withoutName(op->getLoc()), op->getName());
  state.addTypes(types);
  state.addOperands(operands);
  state.addAttributes(op->getAttrs());
  for (unsigned i = 0; i < op->getNumRegions(); ++i)
    state.addRegion();
  return state;
}

void Tangents::visit(scf::IfOp op) {
  SmallVector<unsigned> active = positionsOf(*this, {op.getResults()});
  OperationState state = stateOf(op, typesWithTangents(op.getResults(), active), copyOf(op.getCondition()));
  Operation *copied = b.create(state);
  {
    OpBuilder::InsertionGuard guard(b);
    for (unsigned i = 0; i < 2; ++i) {
      if (op->getRegion(i).empty())
        continue;
      Block &block = op->getRegion(i).front();
      copyBlock(block, copied->getRegion(i), {}, 0);
      b.create<scf::YieldOp>(withTangents(block.getTerminator()->getOperands(), active));
    }
  }
  bind(op.getResults(), copied->getResults(), active);
}

void Tangents::visit(scf::ForOp op) {
  SmallVector<unsigned> active = positionsOf(*this, {op.getResults(), op.getRegionIterArgs()});
  SmallVector<Value> operands{copyOf(op.getLowerBound()), copyOf(op.getUpperBound()), copyOf(op.getStep())};
  operands.append(withTangents(op.getInitArgs(), active));
  OperationState state = stateOf(op, typesWithTangents(op.getResults(), active), operands);
  Operation *copied = b.create(state);
  {
    OpBuilder::InsertionGuard guard(b);
    copyBlock(*op.getBody(), copied->getRegion(0), active, 1);
    b.create<scf::YieldOp>(withTangents(op.getBody()->getTerminator()->getOperands(), active));
  }
  bind(op.getResults(), copied->getResults(), active);
}

void Tangents::visit(scf::WhileOp op) {
  SmallVector<unsigned> before = positionsOf(*this, {op.getBeforeArguments()}),
                        after = positionsOf(*this, {op.getAfterArguments(), op.getResults()});
  OperationState state =
      stateOf(op, typesWithTangents(op.getResults(), after), withTangents(op.getInits(), before));
  Operation *copied = b.create(state);
  {
    OpBuilder::InsertionGuard guard(b);
    copyBlock(*op.getBeforeBody(), copied->getRegion(0), before, 0);
    scf::ConditionOp condition = op.getConditionOp();
    b.create<scf::ConditionOp>(copyOf(condition.getCondition()), withTangents(condition.getArgs(), after));
    copyBlock(*op.getAfterBody(), copied->getRegion(1), after, 0);
    b.create<scf::YieldOp>(withTangents(op.getYieldOp()->getOperands(), before));
  }
  bind(op.getResults(), copied->getResults(), after);
}

void Tangents::visit(func::CallOp op) {
  bool isActive = llvm::any_of(op.getResults(), [&](Value v) { return has(v); });
  SmallVector<bool> active;
  SmallVector<unsigned> positions;
  for (auto [i, operand] : llvm::enumerate(op.getOperands())) {
    // The null pointer has a tangent, itself: the callee may choose between it and others.
    const bool isNull = operand.getDefiningOp<NullOp>() && mayHaveShadow(operand.getType());
    active.push_back(has(operand) || isNull);
    isActive |= active.back() && !isNull && !isDifferentiableType(operand.getType());
    if (active.back())
      positions.push_back(i);
  }
  func::FuncOp callee = functions.calleeOf(op);
  if (!isActive || positions.empty() || !callee) {
    copy(op);
    return;
  }
  func::FuncOp function = functions.of(callee, active);
  if (!function) {
    copy(op);
    return;
  }
  auto call = b.create<func::CallOp>(function, withTangents(op.getOperands(), positions));
  if (op.getNumResults() == 0)
    return;
  Value result = op.getResult(0);
  if (!hasTangentType(result.getType())) {
    map(result, call.getResult(0));
    return;
  }
  b.setLoc(op.getLoc());
  map(result, b.create<ExtractOp>(result.getType(), call.getResult(0), "0"));
  b.setLoc(shadowLoc(result));
  set(result, b.create<ExtractOp>(result.getType(), call.getResult(0), "1"));
}
