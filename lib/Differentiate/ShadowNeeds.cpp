// Which memory has a shadow, and the slots that carry shadows through loops and branches.

#include "Shadows.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/IR/Slots.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

/// Numbers can be reached from what has this type; not so from integers, and pointers to integers. Bytes may
/// be anything.
static bool leadsToNumbers(Type type, llvm::SmallPtrSetImpl<Type> &seen) {
  if (!seen.insert(type).second || (type.isInteger() && !type.isInteger(8)))
    return false;
  if (auto pointer = dyn_cast<PtrType>(type))
    return leadsToNumbers(pointer.getPointee(), seen);
  if (auto array = dyn_cast<ad::ArrayType>(type))
    return leadsToNumbers(array.getElementType(), seen);
  if (auto record = dyn_cast<RecordType>(type))
    return llvm::any_of(record.getFieldTypes(), [&](Type field) { return leadsToNumbers(field, seen); });
  return true;
}

bool adgen::mayHaveShadow(Type type) {
  llvm::SmallPtrSet<Type, 8> seen;
  return !type || leadsToNumbers(type, seen);
}

ShadowNeeds::ShadowNeeds(func::FuncOp function, const Memory &memory, const Activity &activity)
    : memory(memory), needed(memory.objects().size()) {
  for (unsigned object = 0; object < needed.size(); ++object)
    needed[object] = activity.isActiveObject(object);
  SmallVector<const ObjectSet *> sets;
  auto collect = [&](Value value) {
    if (const ObjectSet &objects = memory.objectsOf(value);
        !objects.empty() && mayHaveShadow(value.getType()))
      sets.push_back(&objects);
  };
  llvm::for_each(function.getArguments(), collect);
  function.walk([&](Operation *op) {
    llvm::for_each(op->getResults(), collect);
    for (Region &region : op->getRegions())
      for (Block &block : region)
        llvm::for_each(block.getArguments(), collect);
  });
  for (bool changed = true; changed;) {
    changed = false;
    auto mark = [&](unsigned object) {
      if (!needed[object] && mayHaveShadow(memory.objects()[object].type))
        changed = needed[object] = true;
    };
    for (unsigned object = 0; object < needed.size(); ++object)
      if (llvm::any_of(memory.contentsOf(object), [&](unsigned inner) { return needed[inner]; }))
        mark(object);
    // One pointer, one shadow: all that it may mean, or nothing. (Integers beside numbers: the pointers of a
    // record.)
    for (const ObjectSet *objects : sets)
      if (llvm::any_of(*objects, [&](unsigned object) { return needed[object]; }))
        for (unsigned object : *objects)
          mark(object);
  }
}

bool ShadowNeeds::operator()(Value pointer) const {
  return llvm::any_of(memory.objectsOf(pointer), [&](unsigned object) { return needed[object]; }) &&
         mayHaveShadow(pointer.getType());
}

Type adgen::shadowType(Type type) {
  if (auto pointer = dyn_cast<PtrType>(type))
    return PtrType::get(shadowType(pointer.getPointee()), /*isConst=*/false, pointer.getStoredAs());
  if (auto array = dyn_cast<ad::ArrayType>(type))
    return ad::ArrayType::get(array.getSize(), shadowType(array.getElementType()), array.getCxxName(),
                              array.getStoredAs());
  return type;
}

Location adgen::shadowLoc(Value value) {
  llvm::StringRef name = nameOf(value.getLoc());
  return name.empty() ? value.getLoc() : withName(value.getLoc(), ("d_" + name).str());
}

Operation *adgen::addShadowSlots(Operation *op, const ShadowNeeds &needs, SlotMap &slots) {
  OpBuilder b(op);
  auto undef = [&](Value value) -> Value {
    return b.create<UndefOp>(shadowLoc(value), shadowType(value.getType()));
  };
  ShadowSlots found;
  if (auto branch = dyn_cast<scf::IfOp>(op)) {
    SmallVector<Type> types;
    for (OpResult result : branch.getResults())
      if (needs(result)) {
        found.results.push_back({result.getResultNumber(), branch.getNumResults() + types.size()});
        types.push_back(shadowType(result.getType()));
      }
    if (!types.empty())
      op = addResults(branch, types);
  } else if (auto loop = dyn_cast<scf::ForOp>(op)) {
    SmallVector<Value> inits;
    for (auto [index, argument] : llvm::enumerate(loop.getRegionIterArgs()))
      if (needs(argument) || needs(loop.getResult(index))) {
        found.inits.push_back({index, loop.getInitArgs().size() + inits.size()});
        inits.push_back(undef(argument));
      }
    found.results = found.inits;
    if (!inits.empty())
      op = addIterArgs(loop, inits);
  } else if (auto loop = dyn_cast<scf::WhileOp>(op)) {
    SmallVector<Value> inits;
    for (auto [index, argument] : llvm::enumerate(loop.getBeforeArguments()))
      if (needs(argument)) {
        found.inits.push_back({index, loop.getInits().size() + inits.size()});
        inits.push_back(undef(argument));
      }
    SmallVector<Type> forwarded;
    for (OpResult result : loop.getResults())
      if (needs(result) || needs(loop.getAfterArguments()[result.getResultNumber()])) {
        found.results.push_back({result.getResultNumber(), loop.getNumResults() + forwarded.size()});
        forwarded.push_back(shadowType(result.getType()));
      }
    if (!inits.empty() || !forwarded.empty())
      op = addSlots(loop, inits, forwarded);
  }
  if (!found.inits.empty() || !found.results.empty())
    slots[op] = std::move(found);
  return op;
}
