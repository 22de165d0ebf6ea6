#include "adgen/Analysis/Memory.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

static bool holdsPointersOnStack(Type type) {
  auto stack = dyn_cast<StackType>(type);
  return stack && holdsPointer(stack.getElementType());
}

static void collectScalars(Type type, llvm::SmallPtrSet<Type, 4> &scalars) {
  if (auto array = dyn_cast<ad::ArrayType>(type))
    return collectScalars(array.getElementType(), scalars);
  if (auto record = dyn_cast<RecordType>(type)) {
    for (Type field : record.getFieldTypes())
      collectScalars(field, scalars);
    return;
  }
  // One type stands for all pointers.
  scalars.insert(isa<PtrType>(type) ? NoneType::get(type.getContext()) : type);
}

llvm::SmallPtrSet<Type, 4> adgen::scalarsOf(Type type) {
  llvm::SmallPtrSet<Type, 4> scalars;
  collectScalars(type, scalars);
  return scalars;
}

/// By the rules of C++, only characters may be read as something else.
static bool mayShareBytes(Type a, Type b) {
  if (a == b)
    return true;
  if (a.isIntOrFloat() && b.isIntOrFloat())
    return a.isInteger(8) || b.isInteger(8);
  auto x = scalarsOf(a), y = scalarsOf(b);
  return llvm::any_of(x, [&](Type scalar) { return scalar.isInteger(8) || y.contains(scalar); }) ||
         llvm::any_of(y, [](Type scalar) { return scalar.isInteger(8); });
}

void adgen::forEachFlow(Operation *op, llvm::function_ref<void(Value, Value)> visit) {
  auto all = [&](ValueRange from, ValueRange to) {
    for (auto [f, t] : llvm::zip(from, to))
      visit(f, t);
  };
  if (auto branch = dyn_cast<scf::IfOp>(op)) {
    for (Region *region : {&branch.getThenRegion(), &branch.getElseRegion()})
      if (!region->empty())
        all(region->front().getTerminator()->getOperands(), branch.getResults());
  } else if (auto loop = dyn_cast<scf::ForOp>(op)) {
    all(loop.getInitArgs(), loop.getRegionIterArgs());
    all(loop.getBody()->getTerminator()->getOperands(), loop.getRegionIterArgs());
    all(loop.getBody()->getTerminator()->getOperands(), loop.getResults());
    all(loop.getInitArgs(), loop.getResults());
  } else if (auto loop = dyn_cast<scf::WhileOp>(op)) {
    all(loop.getInits(), loop.getBeforeArguments());
    all(loop.getYieldOp()->getOperands(), loop.getBeforeArguments());
    all(loop.getConditionOp().getArgs(), loop.getAfterArguments());
    all(loop.getConditionOp().getArgs(), loop.getResults());
  }
}

unsigned Memory::create(MemoryObject object) {
  all.push_back(object);
  contents.emplace_back();
  if (object.root)
    roots[object.root] = all.size() - 1;
  return all.size() - 1;
}

unsigned Memory::createClosed(MemoryObject::Kind kind) {
  unsigned object = create({kind, {}, {}});
  contents[object].insert(object);
  return object;
}

static Type pointeeOf(Value value) {
  auto pointer = dyn_cast<PtrType>(value.getType());
  return pointer ? pointer.getPointee() : Type();
}

static void collectPointees(Type type, llvm::SmallSetVector<Type, 2> &pointees) {
  if (auto pointer = dyn_cast<PtrType>(type))
    pointees.insert(pointer.getPointee());
  else if (auto array = dyn_cast<ad::ArrayType>(type))
    collectPointees(array.getElementType(), pointees);
  else if (auto record = dyn_cast<RecordType>(type))
    for (Type field : record.getFieldTypes())
      collectPointees(field, pointees);
}

/// What the pointers in `type` point to, if that is one type, and has no pointers itself; else null.
static Type reachedType(Type type) {
  llvm::SmallSetVector<Type, 2> pointees;
  collectPointees(type, pointees);
  // A class inside of itself is opaque: what it holds cannot be seen there.
  auto isSeen = [](Type type) {
    while (auto array = dyn_cast<ad::ArrayType>(type))
      type = array.getElementType();
    return !isa<ad::OpaqueType>(type) && !holdsPointer(type);
  };
  return pointees.size() == 1 && isSeen(pointees.front()) ? pointees.front() : Type();
}

/// Whether a function, or one that it calls, has such an operation; also where it cannot be seen.
static bool mayHave(func::CallOp call, llvm::function_ref<bool(Operation *)> isSuch,
                    llvm::SmallPtrSetImpl<Operation *> &seen) {
  auto module = call->getParentOfType<ModuleOp>();
  auto callee = module ? module.lookupSymbol<func::FuncOp>(call.getCallee()) : func::FuncOp();
  if (!callee)
    return true;
  if (!seen.insert(callee).second)
    return false;
  return callee
      .walk([&](Operation *op) {
        auto inner = dyn_cast<func::CallOp>(op);
        const bool found = isSuch(op) || (inner && mayHave(inner, isSuch, seen));
        return found ? WalkResult::interrupt() : WalkResult::advance();
      })
      .wasInterrupted();
}

/// Whether a pointer of the callee's may be known behind the call: it is returned, or there is room for it in
/// what an operand leads to.
static bool leavesPointers(func::CallOp call) {
  auto hasRoom = [](Value operand) {
    auto pointer = dyn_cast<PtrType>(operand.getType());
    return pointer ? holdsPointer(pointer.getPointee())
                   : holdsPointer(operand.getType()) || holdsPointersOnStack(operand.getType());
  };
  return llvm::any_of(call.getResultTypes(), holdsPointer) || llvm::any_of(call.getOperands(), hasRoom);
}

/// A string: nobody writes to its characters, and no pointer leads from them.
static bool isText(Operation *op) {
  auto pointer = isa<LiteralOp>(op) ? dyn_cast<PtrType>(op->getResult(0).getType()) : PtrType();
  return pointer && pointer.getIsConst() && pointer.getPointee().isInteger(8);
}

/// The operation's results may be pointers to what no pointer in the function leads to.
static bool isFromOutside(Operation *op) {
  return !isText(op) && isa<GlobalOp, LiteralOp, CallOp, ApplyOp, AddressOfGlobalOp, TableOp>(op) &&
         llvm::any_of(op->getResultTypes(), holdsPointer);
}

void Memory::addRoots(func::FuncOp function) {
  outside = createClosed(MemoryObject::Outside);
  FunctionInfo info = getFunctionInfo(function);
  for (BlockArgument argument : function.getArguments()) {
    if (holdsPointersOnStack(argument.getType()))
      pointsTo[argument].insert(outside);
    if (!holdsPointer(argument.getType()))
      continue;
    if (!isa<PtrType>(argument.getType())) {
      pointsTo[argument].insert(createClosed(MemoryObject::Reached));
      continue;
    }
    unsigned number = argument.getArgNumber();
    bool restricted =
        number < info.params.size() && llvm::StringRef(info.params[number].cxxType).contains("restrict");
    bool own = number < info.params.size() && info.params[number].isOwnObject();
    unsigned object =
        create({own ? MemoryObject::Local : MemoryObject::Parameter, argument, pointeeOf(argument),
                restricted, number < info.params.size() ? info.params[number].family : 0});
    pointsTo[argument].insert(object);
    if (holdsPointer(pointeeOf(argument))) {
      unsigned reached = createClosed(MemoryObject::Reached);
      all[reached].type = reachedType(pointeeOf(argument));
      contents[object].insert(reached);
    }
  }
  llvm::DenseMap<StringAttr, unsigned> globals;
  function.walk([&](Operation *op) {
    if (auto call = dyn_cast<func::CallOp>(op)) {
      llvm::SmallPtrSet<Operation *, 8> seen, seenAgain;
      auto allocates = [](Operation *inner) { return isa<HeapOp>(inner); };
      if (leavesPointers(call) && mayHave(call, allocates, seen))
        made[op] = createClosed(MemoryObject::Reached);
      seesOutside |= leavesPointers(call) && mayHave(call, isFromOutside, seenAgain);
    }
    if (isa<LocalOp, HeapOp, TableOp>(op)) {
      Value root = op->getResult(0);
      auto kind = isa<TableOp>(op) ? MemoryObject::Constant : MemoryObject::Local;
      pointsTo[root].insert(create({kind, root, pointeeOf(root)}));
    } else if (auto global = dyn_cast<AddressOfGlobalOp>(op)) {
      auto [known, isNew] = globals.try_emplace(global.getCxxNameAttr(), 0);
      if (isNew) {
        known->second = create({MemoryObject::Global, global, pointeeOf(global)});
        if (holdsPointer(pointeeOf(global))) {
          contents[known->second].insert(outside);
          seesOutside = true;
        }
      }
      roots[global] = known->second;
      pointsTo[global].insert(known->second);
    } else if (isa<GlobalOp, LiteralOp, CallOp, ApplyOp>(op) && !isText(op)) {
      for (Value result : op->getResults())
        if (holdsPointer(result.getType())) {
          pointsTo[result].insert(outside);
          seesOutside = true;
        }
    }
  });
}

bool Memory::include(Value value, const ObjectSet &objects) {
  if (objects.empty())
    return false;
  // A copy: the map may grow, and move what `objects` refers to.
  ObjectSet more = objects;
  ObjectSet &known = pointsTo[value];
  size_t before = known.size();
  // Fields of one object are not told apart; but a pointer to int is none of those to double.
  const Type pointee = pointeeOf(value);
  for (unsigned object : more)
    if (!pointee || !pointee.isIntOrFloat() || !all[object].type || mayShareBytes(pointee, all[object].type))
      known.insert(object);
  return known.size() != before;
}

bool Memory::includeContents(unsigned object, const ObjectSet &objects) {
  ObjectSet &known = contents[object];
  if (&known == &objects)
    return false;
  size_t before = known.size();
  known.insert(objects.begin(), objects.end());
  return known.size() != before;
}

const ObjectSet &Memory::objectsOf(Value pointer) const {
  static const ObjectSet none;
  auto found = pointsTo.find(pointer);
  return found == pointsTo.end() ? none : found->second;
}

ObjectSet Memory::reachableFrom(const ObjectSet &from) const {
  ObjectSet reached = from;
  for (size_t i = 0; i < reached.size(); ++i)
    reached.insert(contents[reached[i]].begin(), contents[reached[i]].end());
  return reached;
}

std::optional<unsigned> Memory::objectOfRoot(Value root) const {
  auto found = roots.find(root);
  return found == roots.end() ? std::nullopt : std::optional<unsigned>(found->second);
}

bool Memory::isAllocated(unsigned object) const {
  const MemoryObject::Kind kind = all[object].kind;
  return kind == MemoryObject::Local || (kind == MemoryObject::Outside && !seesOutside) ||
         llvm::any_of(made, [&](const auto &each) { return each.second == object; });
}

std::optional<unsigned> Memory::madeBy(Operation *call) const {
  auto found = made.find(call);
  return found == made.end() ? std::nullopt : std::optional<unsigned>(found->second);
}

bool Memory::propagate(Operation *op) {
  bool changed = false;
  forEachFlow(op, [&](Value from, Value to) {
    if (holdsPointer(to.getType()))
      changed |= include(to, objectsOf(from));
  });
  if (auto load = dyn_cast<LoadOp>(op)) {
    if (holdsPointer(load.getType()))
      for (unsigned object : ObjectSet(objectsOf(load.getPointer())))
        changed |= include(load, contents[object]);
  } else if (auto store = dyn_cast<StoreOp>(op)) {
    if (holdsPointer(store.getValue().getType()))
      for (unsigned object : objectsOf(store.getPointer()))
        for (unsigned other = 0; other < all.size(); ++other)
          if (mayOverlap(object, other))
            changed |= includeContents(other, objectsOf(store.getValue()));
  } else if (auto push = dyn_cast<PushOp>(op)) {
    changed |= include(push.getStack(), objectsOf(push.getValue()));
  } else if (auto pop = dyn_cast<PopOp>(op)) {
    if (holdsPointer(pop.getType()))
      changed |= include(pop, objectsOf(pop.getStack()));
  } else if (isa<func::CallOp>(op)) {
    ObjectSet passed;
    for (Value operand : op->getOperands())
      passed.insert(objectsOf(operand).begin(), objectsOf(operand).end());
    passed = reachableFrom(passed);
    if (std::optional<unsigned> object = madeBy(op))
      passed.insert(*object);
    if (!passed.empty())
      passed.insert(outside);
    // The callee may store any of these pointers in any of these objects, and return them.
    for (unsigned other = 0; other < all.size(); ++other)
      if ((!all[other].type || holdsPointer(all[other].type)) &&
          llvm::any_of(passed, [&](unsigned object) { return mayOverlap(object, other); }))
        changed |= includeContents(other, passed);
    for (Value result : op->getResults())
      if (holdsPointer(result.getType()))
        changed |= include(result, passed);
    for (Value operand : op->getOperands())
      if (holdsPointersOnStack(operand.getType()))
        changed |= include(operand, passed);
  } else if (isa<OffsetOp, DecayOp, MemberOp, PtrCastOp, arith::SelectOp, MakeRecordOp, ExtractOp,
                 StopGradientOp>(op)) {
    for (Value result : op->getResults())
      if (holdsPointer(result.getType()))
        for (Value operand : op->getOperands())
          changed |= include(result, objectsOf(operand));
  }
  return changed;
}

Memory::Memory(func::FuncOp function) {
  addRoots(function);
  for (bool changed = true; changed;) {
    changed = false;
    function.walk<WalkOrder::PreOrder>([&](Operation *op) { changed |= propagate(op); });
  }
}

bool Memory::mayOverlap(unsigned a, unsigned b) const {
  if (a == b)
    return true;
  auto isOwn = [&](unsigned i) {
    return all[i].kind == MemoryObject::Local || all[i].kind == MemoryObject::Constant || all[i].restricted;
  };
  if (isOwn(a) || isOwn(b) || (all[a].kind == MemoryObject::Global && all[b].kind == MemoryObject::Global))
    return false;
  if (all[a].kind == MemoryObject::Parameter && all[b].kind == MemoryObject::Parameter &&
      all[a].family != all[b].family)
    return false;
  return !all[a].type || !all[b].type || mayShareBytes(all[a].type, all[b].type);
}

bool Memory::mayOverlap(Value pointer, Type type, Value other, Type otherType) const {
  if (!mayShareBytes(type, otherType))
    return false;
  if (objectsOf(pointer).empty() || objectsOf(other).empty())
    return true;
  for (unsigned a : objectsOf(pointer))
    for (unsigned b : objectsOf(other))
      if (mayOverlap(a, b))
        return true;
  return false;
}
