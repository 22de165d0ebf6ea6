#include "Shadows.h"

#include "Copies.h"
#include "Recursion.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/IR/InternalError.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

Shadows::Shadows(func::FuncOp function, const Activity &activity, const ShadowNeeds &needs,
                 const SlotMap &slots, const ReportError &error, Recursion *recursion, bool isSplit)
    : function(function), activity(activity), needs(needs), slots(slots), error(error), recursion(recursion),
      isSplit(isSplit), b(function.getLoc(), function.getContext()) {}

bool Shadows::build() {
  for (BlockArgument argument : function.getArguments())
    if (needs(argument) && !shadows.lookup(argument)) {
      if (isSplit) // a function that calls itself: no request names its parameters
        error(argument.getLoc(),
              "adgen cannot follow where the derivative of what this pointer points to is kept");
      else
        error(function.getLoc(),
              ("'" + nameOf(argument.getLoc()) +
               "' points to values that the derivative passes through, and there is no buffer for their "
               "derivative; name '" +
               nameOf(argument.getLoc()) + "' in wrt(...)")
                  .str());
      return false;
    }
  block(function.getBody().front());
  return !failed;
}

Value Shadows::pointerOf(Value shadow) const {
  Value found;
  for (auto [pointer, its] : shadows)
    if (its == shadow && pointer.getParentBlock() == shadow.getParentBlock()) {
      if (found)
        return {};
      found = pointer;
    }
  return found;
}

void Shadows::block(Block &block) {
  // What is added stands behind its pointer, and is no pointer of the primal.
  SmallVector<Operation *> ops;
  for (Operation &op : block.without_terminator())
    ops.push_back(&op);
  for (Operation *op : ops)
    operation(op);
}

Value Shadows::of(Value pointer, Location user) {
  if (Value shadow = shadows.lookup(pointer))
    return shadow;
  if (!failed)
    error(user, "adgen cannot follow where the derivative of what this pointer points to is kept");
  failed = true;
  return b.create<UndefOp>(shadowType(pointer.getType()));
}

void Shadows::structured(Operation *op) {
  auto found = slots.find(op);
  const ShadowSlots none;
  const ShadowSlots &pairs = found == slots.end() ? none : found->second;
  auto fill = [&](Operation *user, unsigned base, const SlotPairs &list) {
    b.setInsertionPoint(user);
    for (auto [primal, shadow] : list)
      if (Value value = user->getOperand(base + primal); Value known = shadows.lookup(value))
        user->setOperand(base + shadow, known);
  };
  auto map = [&](ValueRange values, const SlotPairs &list) {
    for (auto [primal, shadow] : list)
      shadows[values[primal]] = values[shadow];
  };
  if (auto branch = dyn_cast<scf::IfOp>(op)) {
    for (Region *region : {&branch.getThenRegion(), &branch.getElseRegion()})
      if (!region->empty()) {
        block(region->front());
        fill(region->front().getTerminator(), 0, pairs.results);
      }
  } else if (auto loop = dyn_cast<scf::ForOp>(op)) {
    fill(op, loop.getNumControlOperands(), pairs.inits);
    map(loop.getRegionIterArgs(), pairs.inits);
    block(*loop.getBody());
    fill(loop.getBody()->getTerminator(), 0, pairs.inits);
  } else if (auto loop = dyn_cast<scf::WhileOp>(op)) {
    fill(op, 0, pairs.inits);
    map(loop.getBeforeArguments(), pairs.inits);
    block(*loop.getBeforeBody());
    fill(loop.getConditionOp(), 1, pairs.results);
    map(loop.getAfterArguments(), pairs.results);
    block(*loop.getAfterBody());
    fill(loop.getYieldOp(), 0, pairs.inits);
  }
  map(op->getResults(), pairs.results);
}

void Shadows::allocation(Operation *op) {
  Value result = op->getResult(0);
  auto type = cast<PtrType>(shadowType(result.getType()));
  bool inner = !isa<func::FuncOp>(op->getParentOp());
  if (isa<AddressOfGlobalOp>(op) && holdsDynamicArray(type.getPointee())) {
    shadows[result] = zeroLike(b, b.getLoc(), type, result);
    return;
  }
  Value count;
  if (auto local = dyn_cast<LocalOp>(op))
    count = local.getCount();
  if (auto heap = dyn_cast<HeapOp>(op))
    count = heap.getCount();
  if (isSplit && !count)
    count = b.create<arith::ConstantOp>(b.getI64IntegerAttr(1));
  if (isa<HeapOp>(op) || (count && inner) || isSplit) {
    // The reverse sweep releases it.
    shadows[result] = b.create<HeapOp>(type, count, /*zero=*/true);
    return;
  }
  // Of a fixed size: one instance serves all iterations.
  if (inner) {
    b.setInsertionPointToStart(&function.getBody().front());
    reused.insert(op);
  }
  shadows[result] = b.create<LocalOp>(type, count, /*zero=*/true);
}

void Shadows::access(Operation *op) {
  if (auto load = dyn_cast<LoadOp>(op)) {
    auto shadow = b.create<LoadOp>(of(load.getPointer(), op->getLoc()));
    primalLoads[shadow] = load;
    const Type wanted = shadowType(load.getType());
    shadows[load] = shadow.getType() == wanted ? Value(shadow) : b.createOrFold<PtrCastOp>(wanted, shadow);
    return;
  }
  auto store = cast<StoreOp>(op);
  Value address = of(store.getPointer(), op->getLoc()), shadow = of(store.getValue(), op->getLoc());
  storePointers(shadow, address, op->getLoc());
}

/// The numbers beside them in the shadow of a record are adjoints, and stay.
void Shadows::storePointers(Value shadow, Value address, Location user) {
  Type stored = cast<PtrType>(address.getType()).getPointee();
  if (auto record = dyn_cast<RecordType>(stored)) {
    for (auto [name, field] : llvm::zip(record.getFieldNames(), record.getFieldTypes()))
      if (holdsPointer(field)) {
        llvm::StringRef member = cast<StringAttr>(name).getValue();
        storePointers(b.createOrFold<ExtractOp>(field, shadow, member), b.create<MemberOp>(address, member),
                      user);
      }
    return;
  }
  if (isa<ad::ArrayType>(stored) && isDifferentiableType(stored)) {
    failed = true;
    return error(user, internalError("an array of structs with pointers is copied as a whole"));
  }
  if (shadow.getType() != stored)
    shadow = b.createOrFold<PtrCastOp>(stored, shadow);
  b.create<StoreOp>(shadow, address);
}

/// Records that hold pointers: the shadow holds the shadows, whatever the other fields.
void Shadows::record(Operation *op) {
  if (auto extract = dyn_cast<ExtractOp>(op)) {
    Value whole = of(extract.getRecord(), op->getLoc());
    Value field = b.createOrFold<ExtractOp>(extract.getType(), whole, extract.getField());
    shadows[extract] = isa<PtrType>(extract.getType())
                           ? b.createOrFold<PtrCastOp>(shadowType(extract.getType()), field)
                           : field;
    return;
  }
  auto make = cast<MakeRecordOp>(op);
  SmallVector<Value> fields;
  for (Value field : make.getFields()) {
    Value shadow = needs(field) ? of(field, op->getLoc()) : field;
    if (isa<PtrType>(field.getType()) && shadow.getType() != field.getType())
      shadow = b.createOrFold<PtrCastOp>(field.getType(), shadow);
    fields.push_back(shadow);
  }
  shadows[make] = b.create<MakeRecordOp>(make.getType(), fields);
}

void Shadows::call(Operation *op) {
  auto call = cast<func::CallOp>(op);
  bool active =
      llvm::any_of(call->getOperands(), [&](Value v) { return activity.isVaried(v) || needs(v); }) &&
      (llvm::any_of(call->getResults(), [&](Value v) { return activity.isActive(v); }) ||
       llvm::any_of(call->getOperands(), needs));
  if (!active)
    return;
  SmallVector<bool> shadowed;
  SmallVector<Value> operands;
  for (Value operand : call.getOperands()) {
    // The shadow of no object is none: the callee may choose between the null pointer and others.
    shadowed.push_back(needs(operand) ||
                       (operand.getDefiningOp<NullOp>() && mayHaveShadow(operand.getType())));
    if (shadowed.back())
      operands.push_back(of(operand, op->getLoc()));
  }
  const RecursivePair *pair = recursion->pairFor(call, shadowed);
  if (!pair) {
    failed = true;
    return;
  }
  call.setCallee(func::FuncOp(pair->forward).getSymName());
  call->insertOperands(call->getNumOperands(), operands);
}

Value Shadows::stackBeside(Value stack) {
  Value &beside = stacks[stack];
  if (beside || !stack.getDefiningOp<NewStackOp>())
    return beside;
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointAfter(stack.getDefiningOp());
  auto type = StackType::get(shadowType(cast<StackType>(stack.getType()).getElementType()));
  return beside = b.create<NewStackOp>(shadowLoc(stack), type);
}

void Shadows::stack(Operation *op) {
  auto push = dyn_cast<PushOp>(op);
  Value beside = stackBeside(push ? push.getStack() : cast<PopOp>(op).getStack());
  if (!beside) {
    failed = true;
    error(op->getLoc(), "adgen cannot follow where the derivative of what this pointer points to is kept");
  } else if (push) {
    b.create<PushOp>(of(push.getValue(), op->getLoc()), beside);
  } else {
    shadows[op->getResult(0)] = b.create<PopOp>(beside);
  }
}

void Shadows::operation(Operation *op) {
  if (isa<scf::IfOp, scf::ForOp, scf::WhileOp>(op))
    return structured(op);
  if (isa<func::CallOp>(op))
    return call(op);
  b.setInsertionPointAfter(op);
  b.setLoc(withoutName(op->getLoc()));
  Value result = op->getNumResults() == 1 ? op->getResult(0) : Value();
  if (auto resize = dyn_cast<ResizeOp>(op)) {
    if (needs(resize.getPointer()))
      b.create<ResizeOp>(of(resize.getPointer(), op->getLoc()), resize.getCount());
    return;
  }
  if (auto store = dyn_cast<StoreOp>(op)) {
    if (needs(store.getPointer()) && holdsPointer(store.getValue().getType()) && needs(store.getValue()))
      access(op);
    return;
  }
  if (auto push = dyn_cast<PushOp>(op)) {
    if (holdsPointer(push.getValue().getType()) && needs(push.getValue()))
      stack(op);
    return;
  }
  if (!result || !holdsPointer(result.getType()))
    return;
  b.setLoc(shadowLoc(result));
  // Nothing that it points to: a null pointer.
  if (isa<NullOp, UndefOp>(op)) {
    if (isa<PtrType>(result.getType()))
      shadows[result] = isa<NullOp>(op) ? Value(b.create<NullOp>(shadowType(result.getType())))
                                        : Value(b.create<UndefOp>(shadowType(result.getType())));
    return;
  }
  if (!needs(result))
    return;
  if (isa<LocalOp, HeapOp, TableOp, AddressOfGlobalOp>(op))
    return allocation(op);
  if (isa<LoadOp>(op))
    return access(op);
  if (isa<PopOp>(op))
    return stack(op);
  if (isa<MakeRecordOp, ExtractOp>(op))
    return record(op);
  if (auto offset = dyn_cast<OffsetOp>(op))
    shadows[result] = b.createOrFold<OffsetOp>(of(offset.getPointer(), op->getLoc()), offset.getIndex(),
                                               offset.getInside());
  else if (auto decay = dyn_cast<DecayOp>(op))
    shadows[result] = b.createOrFold<DecayOp>(of(decay.getPointer(), op->getLoc()));
  else if (auto member = dyn_cast<MemberOp>(op))
    shadows[result] = b.create<MemberOp>(of(member.getPointer(), op->getLoc()), member.getField());
  else if (auto cast = dyn_cast<PtrCastOp>(op))
    shadows[result] =
        b.createOrFold<PtrCastOp>(shadowType(result.getType()), of(cast.getPointer(), op->getLoc()));
  else if (auto select = dyn_cast<arith::SelectOp>(op))
    shadows[result] =
        b.create<arith::SelectOp>(select.getCondition(), of(select.getTrueValue(), op->getLoc()),
                                  of(select.getFalseValue(), op->getLoc()));
  else {
    failed = true;
    error(op->getLoc(), "adgen cannot follow where the derivative of what this pointer points to is kept");
  }
}
