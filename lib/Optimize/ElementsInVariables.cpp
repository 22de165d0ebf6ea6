// An element that a loop changes in every iteration lives in a variable meanwhile: `a[i] -= …` in a loop over
// k, where the loop reads other elements of `a` only.
//
// In memory, each iteration would overwrite what the one before has left, and the reverse sweep would need a
// record of all of it, or of all that is read of the array. A variable that is only added to needs none.
#include "Accumulations.h"
#include "CopyOutside.h"

#include "adgen/Analysis/Bounds.h"
#include "adgen/Analysis/Distances.h"
#include "adgen/Analysis/LoopAccesses.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/IR/Report.h"
#include "adgen/IR/Slots.h"
#include "adgen/Optimize/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace adgen {
#define GEN_PASS_DEF_ELEMENTSINVARIABLES
#include "adgen/Optimize/Passes.h.inc"
} // namespace adgen

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

namespace {

/// One element, in one loop.
struct Element {
  scf::ForOp loop;
  Value pointer; ///< As one of the accesses has it.
  Address address;
  SmallVector<Operation *> accesses; ///< In order, all in the loop's own block.
};

/// Nothing if another access of the loop may be to the element as well, or it is only written or only read.
std::optional<Element> elementOf(scf::ForOp loop, const Access &store, llvm::ArrayRef<Access> all,
                                 const Memory &memory) {
  if (!store.isWrite || store.op->getBlock() != loop.getBody() || !isa<FloatType>(store.type) ||
      !isInvariant(store.pointer, loop))
    return std::nullopt;
  Element element{loop, store.pointer, store.address, {}};
  for (const Access &access : all) {
    if (access.type == store.type && alwaysMeet(access.address, store.address)) {
      if (access.op->getBlock() != loop.getBody())
        return std::nullopt;
      element.accesses.push_back(access.op);
    } else if (memory.mayOverlap(access.pointer, access.type, store.pointer, store.type) &&
               !(access.type == store.type && neverMeet(access.address, store.address, access.op))) {
      return std::nullopt;
    }
  }
  // What is written first is no longer what the iteration before has left.
  return isa<LoadOp>(element.accesses.front()) ? std::optional(element) : std::nullopt;
}

/// The operation, and all that is in it, ends, and the program goes on behind it.
bool goesOn(Operation *op) {
  return !op->walk([](Operation *inner) {
              const bool isPlain =
                  isa<LoadOp, StoreOp, scf::ForOp, scf::IfOp, scf::YieldOp>(inner) || isPure(inner);
              return isPlain ? WalkResult::advance() : WalkResult::interrupt();
            }).wasInterrupted();
}

/// The function writes to the element in any case, right in front of the loop or behind it.
bool isWrittenBeside(Element &element) {
  auto isWritten = [&](Operation *(Operation::*next)()) {
    for (Operation *op = (element.loop.getOperation()->*next)(); op && goesOn(op); op = (op->*next)())
      if (auto store = dyn_cast<StoreOp>(op);
          store && alwaysMeet(Address(store.getPointer()), element.address))
        return true;
    return false;
  };
  return isWritten(&Operation::getNextNode) || isWritten(&Operation::getPrevNode);
}

/// Does something if the loop runs at all, with the pointer as it is outside; gives a number.
Value ifItRuns(OpBuilder &b, scf::ForOp loop, Type result, llvm::function_ref<Value()> then) {
  const Location loc = withoutName(loop.getLoc());
  Value runs = whetherItRuns(b, loop);
  auto branch = b.create<scf::IfOp>(loc, result ? TypeRange(result) : TypeRange(), runs, bool(result));
  b.setInsertionPointToStart(branch.thenBlock());
  Value value = then();
  if (!result)
    return {};
  b.create<scf::YieldOp>(loc, value);
  b.setInsertionPointToStart(branch.elseBlock());
  b.create<scf::YieldOp>(loc, Value(b.create<arith::ConstantOp>(loc, b.getFloatAttr(result, 0))));
  return branch.getResult(0);
}

/// \returns the loop that carries it.
scf::ForOp moveToVariable(Element &element) {
  scf::ForOp loop = element.loop;
  auto firstLoad = cast<LoadOp>(element.accesses.front());
  const Type type = firstLoad.getType();
  const bool isSure = runsAtLeastOnce(loop) || isWrittenBeside(element);
  if (isReporting(loop))
    tell(firstLoad.getLoc(), "the element that is changed here is a variable in the loop in " +
                                 lineOf(loop.getLoc()) + ", which accesses other ones beside");
  OpBuilder b(loop);
  auto read = [&]() -> Value {
    IRMapping mapping;
    Value pointer = copyOutside(b, loop, element.pointer, mapping);
    return b.create<LoadOp>(firstLoad.getLoc(), pointer);
  };
  Value before = isSure ? read() : ifItRuns(b, loop, type, read);
  loop = addIterArgs(loop, before);
  Value now = loop.getRegionIterArgs().back();
  now.setLoc(withName(withoutName(firstLoad.getLoc()), nameOfMemory(element.pointer, "_element")));
  StoreOp last;
  for (Operation *op : element.accesses)
    if (auto load = dyn_cast<LoadOp>(op)) {
      load.getResult().replaceAllUsesWith(now);
    } else {
      last = cast<StoreOp>(op);
      now = last.getValue();
    }
  Operation *yield = loop.getBody()->getTerminator();
  yield->setOperand(yield->getNumOperands() - 1, now);
  b.setInsertionPointAfter(loop);
  auto write = [&]() -> Value {
    IRMapping mapping;
    Value pointer = copyOutside(b, loop, last.getPointer(), mapping);
    b.create<StoreOp>(last.getLoc(), loop.getResults().back(), pointer);
    return {};
  };
  if (isSure)
    write();
  else
    ifItRuns(b, loop, {}, write);
  for (Operation *op : element.accesses)
    op->erase();
  return loop;
}

struct ElementsInVariables : adgen::impl::ElementsInVariablesBase<ElementsInVariables> {
  void runOnOperation() override {
    if (getOperation().isExternal())
      return;
    const Memory memory(getOperation());
    SmallVector<scf::ForOp> loops;
    getOperation().walk([&](scf::ForOp loop) { loops.push_back(loop); });
    for (scf::ForOp loop : loops)
      moveFrom(loop, memory);
  }

private:
  static constexpr unsigned most = 4; ///< In one loop.

  static void moveFrom(scf::ForOp loop, const Memory &memory) {
    for (unsigned moved = 0; moved < most; ++moved) {
      auto all = nestedAccessesOf(loop);
      if (!all)
        return;
      std::optional<Element> found;
      for (const Access &access : *all)
        if (!found)
          found = elementOf(loop, access, *all, memory);
      if (!found)
        return;
      loop = moveToVariable(*found);
    }
  }
};

} // namespace
