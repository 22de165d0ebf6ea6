#include "adgen/Analysis/Activity.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/Ops/Rows.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Iterators.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

bool adgen::isDifferentiableType(Type type) {
  if (isa<FloatType>(type))
    return true;
  if (auto tensor = dyn_cast<ad::TensorType>(type))
    return isa<FloatType>(tensor.getElementType());
  if (auto list = dyn_cast<ListType>(type))
    return isDifferentiableType(list.getElementType());
  if (auto array = dyn_cast<ad::ArrayType>(type))
    return isDifferentiableType(array.getElementType());
  if (auto record = dyn_cast<RecordType>(type))
    return llvm::any_of(record.getFieldTypes(), isDifferentiableType);
  return false;
}

bool adgen::passesDerivative(Operation *op) {
  if (isa<StopGradientOp, ad::CallOp>(op))
    return false;
  const Row *row = rowOf(op);
  return !row || !row->isInactive();
}

static bool isStack(Value value) {
  auto stack = dyn_cast<StackType>(value.getType());
  return stack && isDifferentiableType(stack.getElementType());
}

bool Activity::vary(Value value) {
  return isDifferentiableType(value.getType()) && varied.insert(value).second;
}

bool Activity::use(Value value) {
  return isDifferentiableType(value.getType()) && useful.insert(value).second;
}

bool Activity::anyObject(Value pointer, const llvm::BitVector &set) const {
  return llvm::any_of(memory.objectsOf(pointer), [&](unsigned object) { return set[object]; });
}

bool Activity::pointsToActive(Value pointer) const {
  return llvm::any_of(memory.objectsOf(pointer), [&](unsigned object) { return isActiveObject(object); });
}

/// Integers have no derivative, wherever they are. (The bytes of a buffer may be anything.)
static bool mayHoldNumbers(const MemoryObject &object) {
  return !object.type || llvm::any_of(scalarsOf(object.type), [&](Type scalar) {
    return scalar.isInteger() ? scalar.isInteger(8) && object.kind != MemoryObject::Parameter
                              : !isa<NoneType>(scalar); // a pointer
  });
}

/// Marks the objects of a pointer, and those that the caller may have passed twice.
bool Activity::markObjects(Value pointer, llvm::BitVector &set) {
  bool changed = false;
  for (unsigned object : memory.objectsOf(pointer))
    for (unsigned other = 0; other < set.size(); ++other)
      if (!set[other] && numbers[other] &&
          (other == object || (!apart[other] && memory.mayOverlap(object, other)))) {
        set[other] = true;
        changed = true;
      }
  return changed;
}

/// What a callee may change that gets this argument: not what it gets to read, if nobody casts that away.
ObjectSet Activity::reachedByWrites(Value argument) const {
  const ObjectSet &objects = memory.objectsOf(argument);
  auto pointer = dyn_cast<PtrType>(argument.getType());
  if (!pointer || !pointer.getIsConst() || castsConstAway)
    return memory.reachableFrom(objects);
  ObjectSet inner;
  for (unsigned object : objects)
    for (unsigned content : memory.contentsOf(object))
      inner.insert(content);
  return memory.reachableFrom(inner);
}

/// The function, or what it calls, writes where it was to read only.
static bool castsAwayConst(func::FuncOp function) {
  auto module = function->getParentOfType<ModuleOp>();
  llvm::SmallSetVector<func::FuncOp, 4> called;
  auto collect = [&](func::FuncOp caller) {
    caller.walk([&](func::CallOp call) {
      if (auto callee = module ? module.lookupSymbol<func::FuncOp>(call.getCallee()) : func::FuncOp())
        called.insert(callee);
    });
  };
  collect(function);
  for (size_t i = 0; i < called.size(); ++i)
    collect(func::FuncOp(called[i]));
  return llvm::any_of(called, [](func::FuncOp callee) {
    return callee
        .walk([](PtrCastOp cast) {
          return cast.getPointer().getType().getIsConst() && !cast.getType().getIsConst()
                     ? WalkResult::interrupt()
                     : WalkResult::advance();
        })
        .wasInterrupted();
  });
}

bool Activity::forward(Operation *op) {
  bool changed = false;
  forEachFlow(op, [&](Value from, Value to) {
    if (varied.contains(from))
      changed |= vary(to);
  });
  if (op->getNumRegions() != 0 && !isa<MapOp>(op))
    return changed;
  if (auto load = dyn_cast<LoadOp>(op)) {
    if (anyObject(load.getPointer(), variedObjects))
      changed |= vary(load);
    return changed;
  }
  if (auto store = dyn_cast<StoreOp>(op))
    return varied.contains(store.getValue()) && markObjects(store.getPointer(), variedObjects);
  if (auto replay = dyn_cast<ReplayOp>(op))
    return varied.contains(replay.getValues()) && markObjects(replay.getPointers(), variedObjects);
  bool any = llvm::any_of(op->getOperands(), [&](Value v) { return varied.contains(v); });
  // A stack varies with what is pushed on it, wherever that is.
  if (auto push = dyn_cast<PushOp>(op))
    return any && varied.insert(push.getStack()).second;
  if (isa<func::CallOp>(op)) {
    // Whatever the callee reaches may influence whatever else it reaches.
    for (Value operand : op->getOperands())
      for (unsigned object : memory.reachableFrom(memory.objectsOf(operand)))
        any |= variedObjects[object];
    if (!any)
      return false;
    for (Value operand : op->getOperands()) {
      if (isStack(operand))
        changed |= varied.insert(operand).second;
      for (unsigned object : reachedByWrites(operand))
        if (!variedObjects[object] && numbers[object])
          changed = variedObjects[object] = true;
    }
    if (std::optional<unsigned> made = memory.madeBy(op); made && !variedObjects[*made])
      changed = variedObjects[*made] = true;
  }
  if (any && passesDerivative(op))
    for (Value result : op->getResults())
      changed |= vary(result);
  return changed;
}

bool Activity::backward(Operation *op) {
  bool changed = false;
  forEachFlow(op, [&](Value from, Value to) {
    if (useful.contains(to))
      changed |= use(from);
  });
  if (op->getNumRegions() != 0 && !isa<MapOp>(op))
    return changed;
  if (auto load = dyn_cast<LoadOp>(op))
    return useful.contains(load) && markObjects(load.getPointer(), usefulObjects);
  if (auto store = dyn_cast<StoreOp>(op))
    return anyObject(store.getPointer(), usefulObjects) && use(store.getValue());
  if (auto replay = dyn_cast<ReplayOp>(op))
    return anyObject(replay.getPointers(), usefulObjects) && useful.insert(replay.getValues()).second;
  bool any = llvm::any_of(op->getResults(), [&](Value v) { return useful.contains(v); });
  if (auto push = dyn_cast<PushOp>(op))
    return useful.contains(push.getStack()) && use(push.getValue());
  if (auto pop = dyn_cast<PopOp>(op))
    return any && useful.insert(pop.getStack()).second;
  if (isa<func::CallOp>(op)) {
    for (Value operand : op->getOperands()) {
      any |= isStack(operand) && useful.contains(operand);
      for (unsigned object : memory.reachableFrom(memory.objectsOf(operand)))
        any |= usefulObjects[object];
    }
    if (std::optional<unsigned> made = memory.madeBy(op))
      any |= usefulObjects[*made];
    if (!any)
      return false;
    for (Value operand : op->getOperands())
      if (isStack(operand))
        changed |= useful.insert(operand).second;
    for (Value operand : op->getOperands())
      for (unsigned object : memory.reachableFrom(memory.objectsOf(operand)))
        if (!usefulObjects[object] && numbers[object])
          changed = usefulObjects[object] = true;
  }
  if (any && passesDerivative(op))
    for (Value operand : op->getOperands())
      changed |= use(operand);
  return changed;
}

Activity::Activity(func::FuncOp function, const Memory &memory, llvm::ArrayRef<Value> independent,
                   llvm::ArrayRef<Value> dependent)
    : memory(memory), apart(memory.objects().size()), numbers(memory.objects().size()),
      variedObjects(memory.objects().size()), usefulObjects(memory.objects().size()) {
  for (unsigned object = 0; object < numbers.size(); ++object)
    numbers[object] = mayHoldNumbers(memory.objects()[object]);
  castsConstAway = castsAwayConst(function);
  auto start = [&](llvm::ArrayRef<Value> values, llvm::DenseSet<Value> &set, llvm::BitVector &objects) {
    for (Value value : values) {
      set.insert(value);
      for (unsigned object : memory.reachableFrom(memory.objectsOf(value)))
        objects[object] = numbers[object];
    }
  };
  // What flows around a loop or through memory takes another round.
  start(independent, varied, variedObjects);
  for (unsigned object = 0; object < apart.size(); ++object) {
    auto kind = memory.objects()[object].kind;
    apart[object] =
        (kind == MemoryObject::Parameter || kind == MemoryObject::Reached) && !variedObjects[object];
  }
  for (bool changed = true; changed;) {
    changed = false;
    function.walk<WalkOrder::PreOrder>([&](Operation *op) { changed |= forward(op); });
  }
  start(dependent, useful, usefulObjects);
  for (bool changed = true; changed;) {
    changed = false;
    function.walk<WalkOrder::PostOrder, ReverseIterator>([&](Operation *op) { changed |= backward(op); });
  }
}
