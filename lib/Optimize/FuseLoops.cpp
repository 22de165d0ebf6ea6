// Two loops one behind the other, of which the second one reads, element by
// element, what the first one writes, become one: the element is passed on as a
// value. The reverse sweep finds it in a register or computes it again, where
// it would have recorded it, and is one loop as well.
#include "adgen/Analysis/LoopAccesses.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Report.h"
#include "adgen/Optimize/Passes.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace adgen {
#define GEN_PASS_DEF_FUSELOOPS
#include "adgen/Optimize/Passes.h.inc"
} // namespace adgen

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

namespace {

constexpr size_t mostOperations = 100; ///< Of a body; what is larger wants the registers for itself.

bool isSameNumber(Value a, Value b) {
  APInt x, y;
  return a == b || (a.getType() == b.getType() && matchPattern(a, m_ConstantInt(&x)) &&
                    matchPattern(b, m_ConstantInt(&y)) && x == y);
}

bool countAlike(scf::ForOp one, scf::ForOp other) {
  return isSameNumber(one.getLowerBound(), other.getLowerBound()) &&
         isSameNumber(one.getUpperBound(), other.getUpperBound()) &&
         isSameNumber(one.getStep(), other.getStep()) &&
         one->getDiscardableAttrDictionary() == other->getDiscardableAttrDictionary() &&
         !one->hasAttr("ad.checkpoint");
}

class LoopPair {
public:
  LoopPair(scf::ForOp first, scf::ForOp second, const Memory &memory)
      : first(first), second(second), memory(memory) {}

  /// \returns the one loop, or null if there must remain two.
  scf::ForOp fuse() {
    if (!countAlike(first, second) || !areIndependent() || !clearBetween())
      return {};
    for (Operation *op : llvm::reverse(later))
      op->moveAfter(second);
    for (Operation *op : earlier)
      op->moveBefore(first);
    return merge();
  }

private:
  /// No iteration of the second loop needs, or destroys, what another iteration of the first one does.
  bool areIndependent() {
    auto accesses = accessesOf(first), others = accessesOf(second);
    if (!accesses || !others ||
        first.getBody()->getOperations().size() + second.getBody()->getOperations().size() > mostOperations)
      return false;
    bool passesOn = false;
    for (const Access &one : *accesses)
      for (const Access &other : *others) {
        if (!one.isWrite && !other.isWrite)
          continue;
        const Overlap overlap = overlapOf(one, first, other, second, memory);
        if (overlap != Overlap::Never && overlap != Overlap::SameIteration)
          return false;
        passesOn |= overlap == Overlap::SameIteration && one.isWrite && !other.isWrite;
      }
    return passesOn;
  }

  bool isWrittenByFirst(LoadOp load) {
    for (StoreOp store : first.getBody()->getOps<StoreOp>())
      if (memory.mayOverlap(load.getPointer(), load.getType(), store.getPointer(),
                            store.getValue().getType()))
        return true;
    return false;
  }

  /// Finds a place for what stands between the loops: in front of both, or, if it needs the first one's
  /// results, behind both.
  bool clearBetween() {
    llvm::SmallPtrSet<Operation *, 8> needsFirst{first};
    auto dependsOnFirst = [&](Operation *op) {
      return op
          ->walk([&](Operation *inner) {
            return llvm::any_of(inner->getOperands(),
                                [&](Value operand) { return needsFirst.contains(operand.getDefiningOp()); })
                       ? WalkResult::interrupt()
                       : WalkResult::advance();
          })
          .wasInterrupted();
    };
    for (Operation *op = first->getNextNode(); op != second; op = op->getNextNode()) {
      auto load = dyn_cast<LoadOp>(op);
      if (!isPure(op) && !isa<LocalOp, HeapOp>(op) && !(load && !isWrittenByFirst(load)))
        return false;
      if (!dependsOnFirst(op)) {
        earlier.push_back(op);
        continue;
      }
      if (load)
        return false;
      needsFirst.insert(op);
      later.push_back(op);
    }
    return !dependsOnFirst(second);
  }

  scf::ForOp merge() {
    OpBuilder b(second);
    if (isReporting(second))
      tell(second.getLoc(), "this loop has become one with the one in " + lineOf(first.getLoc()) +
                                ": what they pass on is not recorded");
    SmallVector<Value> inits(first.getInitArgs());
    llvm::append_range(inits, second.getInitArgs());
    auto made = b.create<scf::ForOp>(first.getLoc(), first.getLowerBound(), first.getUpperBound(),
                                     first.getStep(), inits);
    made->setDiscardableAttrs(first->getDiscardableAttrDictionary());
    Block *body = made.getBody();
    if (body->mightHaveTerminator())
      body->getTerminator()->erase();
    body->getArgument(0).setLoc(first.getInductionVar().getLoc());
    SmallVector<Value> yields;
    unsigned next = 1;
    for (scf::ForOp loop : {first, second}) {
      loop.getInductionVar().replaceAllUsesWith(made.getInductionVar());
      for (BlockArgument argument : loop.getRegionIterArgs()) {
        BlockArgument now = body->getArgument(next++);
        now.setLoc(argument.getLoc());
        argument.replaceAllUsesWith(now);
      }
      llvm::append_range(yields, loop.getYieldedValues());
      loop.getBody()->getTerminator()->erase();
      body->getOperations().splice(body->end(), loop.getBody()->getOperations());
    }
    b.setInsertionPointToEnd(body);
    b.create<scf::YieldOp>(first.getLoc(), yields);
    first->replaceAllUsesWith(made.getResults().take_front(first.getNumResults()));
    second->replaceAllUsesWith(made.getResults().take_back(second.getNumResults()));
    made->moveBefore(first);
    first.erase();
    second.erase();
    return made;
  }

  scf::ForOp first, second;
  const Memory &memory;
  SmallVector<Operation *> earlier, later;
};

struct FuseLoops : adgen::impl::FuseLoopsBase<FuseLoops> {
  void runOnOperation() override {
    if (getOperation().isExternal())
      return;
    SmallVector<Block *> blocks;
    getOperation().walk([&](Block *block) {
      if (llvm::range_size(block->getOps<scf::ForOp>()) > 1)
        blocks.push_back(block);
    });
    if (blocks.empty())
      return;
    std::optional<Memory> memory(std::in_place, getOperation());
    for (Block *block : blocks) {
      scf::ForOp last;
      SmallVector<scf::ForOp> loops(block->getOps<scf::ForOp>());
      for (scf::ForOp loop : loops) {
        scf::ForOp fused = last ? LoopPair(last, loop, *memory).fuse() : scf::ForOp();
        if (fused)
          memory.emplace(getOperation()); // what it knew of are values that are no more
        last = fused ? fused : loop;
      }
    }
  }
};

} // namespace
