#include "Restoring.h"

#include "Tape.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/IR/Report.h"

#include "llvm/ADT/IntEqClasses.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

uint64_t adgen::frequencyOf(Block *block) {
  uint64_t times = 1;
  for (size_t depth = std::min<size_t>(loopsAround(block).size(), 5); depth > 0; --depth)
    times *= 100;
  return times;
}

static uint64_t bytesOf(Type type) { return std::max(1u, type.getIntOrFloatBitWidth() / 8); }

/// Numbers alone: the shadow of a pointer would have to be restored with it.
static bool holdsNumbers(Type type) {
  return type && llvm::all_of(scalarsOf(type), [](Type scalar) { return scalar.isIntOrFloat(); });
}

/// The caller never sees what is in it.
static bool isOwn(const MemoryObject &object) {
  if (object.kind == MemoryObject::Local)
    return true;
  auto heap = object.root ? object.root.getDefiningOp<HeapOp>() : HeapOp();
  return heap && llvm::any_of(heap->getUsers(), [](Operation *user) { return isa<ReleaseOp>(user); });
}

Restoring::Restoring(func::FuncOp function, const Memory &memory, const Stability &stability,
                     const Mirrors &mirrors, llvm::ArrayRef<Undo> undos)
    : function(function), memory(memory), stability(stability), mirrors(mirrors), undos(undos.vec()) {
  const auto &objects = memory.objects();
  llvm::IntEqClasses classes(objects.size());
  ObjectSet accessed;
  auto joinAll = [&](Value pointer) {
    const ObjectSet &meant = memory.objectsOf(pointer);
    for (unsigned object : meant)
      classes.join(object, meant.front());
    accessed.insert(meant.begin(), meant.end());
  };
  bool isReplayed = false;
  function.walk([&](Operation *op) {
    if (isa<LoadOp, StoreOp>(op))
      joinAll(op->getOperand(isa<LoadOp>(op) ? 0 : 1));
    isReplayed |= op->hasAttr(replayMark);
  });
  for (unsigned a : accessed)
    for (unsigned other : accessed)
      if (memory.mayOverlap(a, other))
        classes.join(a, other);
  classes.compress();

  std::vector<bool> isPossible(classes.getNumClasses(), !isReplayed);
  std::vector<bool> own(classes.getNumClasses(), true);
  for (unsigned object : accessed) {
    if (!holdsNumbers(objects[object].type) || !stability.isAliveAtEnd(object))
      isPossible[classes[object]] = false;
    if (!isOwn(objects[object]))
      own[classes[object]] = false;
  }
  // What comes and goes within the iterations of a merged loop does so in that loop alone.
  llvm::DenseMap<unsigned, Block *> homes;
  for (Undo &undo : this->undos)
    for (unsigned object : memory.objectsOf(undo.store.getPointer())) {
      Block *home = homeOf(undo.store->getBlock());
      if (homes.try_emplace(classes[object], home).first->second != home)
        isPossible[classes[object]] = false;
    }
  llvm::DenseMap<unsigned, unsigned> numbers;
  for (Undo &undo : this->undos) {
    undoOf[undo.store] = &undo;
    puttingBack.insert(undo.putBack);
    const ObjectSet &meant = memory.objectsOf(undo.store.getPointer());
    if (meant.empty() || !isPossible[classes[meant.front()]])
      continue;
    auto [known, isNew] = numbers.try_emplace(classes[meant.front()], prices.size());
    if (isNew) {
      prices.push_back(0);
      isOwnGroup.push_back(own[classes[meant.front()]]);
    }
    // Recorded and put back; for the caller, what is there in the end is saved beside, address by address,
    // on a stack, which no second derivative gets past.
    prices[known->second] += (isOwnGroup[known->second] ? 2 : 10) * bytesOf(undo.store.getValue().getType()) *
                             frequencyOf(undo.store->getBlock());
  }
  for (unsigned object = 0; object < objects.size(); ++object) {
    auto known = numbers.find(classes[object]);
    groupOfObject.push_back(known == numbers.end() ? std::nullopt : std::optional(known->second));
  }
  chosen.resize(prices.size());
}

std::optional<unsigned> Restoring::groupOf(Value pointer) const {
  const ObjectSet &meant = memory.objectsOf(pointer);
  return meant.empty() ? std::nullopt : groupOfObject[meant.front()];
}

std::optional<Restoring::Readable> Restoring::readable(LoadOp load) const {
  std::optional<unsigned> group = groupOf(load.getPointer());
  auto mirror = mirrors.find(load->getBlock());
  if (!group || (isDecided && !chosen[*group]) || mirror == mirrors.end())
    return std::nullopt;
  Block *forward = load->getBlock(), *reverse = mirror->second.reverse;
  Operation *after = nullptr;
  bool isPossible =
      stability.forEachLaterWrite(load.getPointer(), load.getType(), load, [&](Operation *write) {
        Undo *undo = undoOf.lookup(write);
        if (!undo)
          return false;
        Operation *beside = forward->findAncestorOpInBlock(*write);
        if (!beside || beside->isBeforeInBlock(load))
          return true;
        Operation *putBack = reverse->findAncestorOpInBlock(*undo->putBack.getOperation());
        if (!putBack)
          return false;
        if (!after || after->isBeforeInBlock(putBack))
          after = putBack;
        return true;
      });
  return isPossible ? std::optional(Readable{*group, after}) : std::nullopt;
}

void Restoring::choose(const llvm::BitVector &groups) {
  chosen = groups;
  isDecided = true;
  for (Undo &undo : undos) {
    std::optional<unsigned> group = groupOf(undo.store.getPointer());
    if (!group || !chosen[*group]) {
      undo.putBack.erase();
      undo.old.erase();
    } else if (!llvm::all_of(memory.objectsOf(undo.store.getPointer()),
                             [&](unsigned object) { return isOwn(memory.objects()[object]); })) {
      addJournal(undo);
    }
  }
  // What was never written is read as well.
  for (auto [object, group] : llvm::zip(memory.objects(), groupOfObject))
    if (Operation *creator = group && chosen[*group] && object.root ? object.root.getDefiningOp() : nullptr) {
      if (auto local = dyn_cast<LocalOp>(creator))
        local.setZero(true);
      else if (auto heap = dyn_cast<HeapOp>(creator))
        heap.setZero(true);
    }
  if (journals.empty())
    return;
  Operation *end = function.getBody().front().getTerminator();
  ImplicitLocOpBuilder b(asReverse(end->getLoc()), end);
  for (auto &[type, journal] : journals)
    b.create<ReplayOp>(journal.first, journal.second);
  // What is replayed may be memory of the function's own, where a pointer means either.
  for (ReleaseOp release : llvm::to_vector(function.getOps<ReleaseOp>()))
    release->moveBefore(end);
}

void Restoring::tellOfStores() const {
  for (StoreOp store : llvm::map_range(undos, [](const Undo &undo) { return undo.store; }))
    if (const std::optional<unsigned> group = groupOf(store.getPointer()); group && chosen[*group])
      tell(store.getLoc(), "what this overwrites is recorded: the reverse sweep puts it back, and "
                           "reads memory again instead of records of what was read");
}

/// Notes what the undone store has left, for the function leaves it to its caller.
void Restoring::addJournal(Undo &undo) {
  StoreOp putBack = undo.putBack;
  Value pointer = putBack.getPointer();
  Type type = putBack.getValue().getType();
  auto &[pointers, values] = journals[pointer.getType()];
  if (!pointers) {
    OpBuilder b = OpBuilder::atBlockBegin(&function.getBody().front());
    pointers = b.create<NewStackOp>(withName(withoutName(function.getLoc()), "written"),
                                    StackType::get(pointer.getType()));
    values =
        b.create<NewStackOp>(withName(withoutName(function.getLoc()), "written_value"), StackType::get(type));
  }
  ImplicitLocOpBuilder b(putBack.getLoc(), putBack);
  b.create<PushOp>(pointer, pointers);
  b.create<PushOp>(b.create<LoadOp>(pointer), values);
}
