// What the iterations of a reverse loop add to one element, they add up in a
// variable, and the element gets the sum behind the loop: `d_x[i] += …` in a
// loop over j.
//
// The compiler could not do that by itself: other elements that the loop adds to
// may be the same one. A sum comes out the same all the same, but for rounding.
#include "Accumulations.h"
#include "CopyOutside.h"

#include "adgen/Analysis/Bounds.h"
#include "adgen/Analysis/LoopAccesses.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/IR/Slots.h"
#include "adgen/Optimize/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace adgen {
#define GEN_PASS_DEF_SUMSINLOCALS
#include "adgen/Optimize/Passes.h.inc"
} // namespace adgen

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

static constexpr size_t mostSums = 8; ///< In a loop: each wants a register.

namespace {

/// What one loop adds to elements.
class Sums {
public:
  Sums(scf::ForOp loop, const Memory &memory) : loop(loop) {
    auto all = nestedAccessesOf(loop);
    if (!all)
      return;
    const llvm::DenseSet<Operation *> parts = partsOfAccumulations(*all);
    // Every iteration adds to it, and nobody looks at it meanwhile.
    auto isSum = [&](const Access &access) {
      if (!parts.contains(access.op) || access.op->getBlock() != this->loop.getBody() ||
          !isReverse(access.op->getLoc()) || isVariable(access.pointer) || !isInvariant(access.pointer, loop))
        return false;
      return llvm::all_of(*all, [&](const Access &other) {
        return (parts.contains(other.op) && other.type == access.type) ||
               !memory.mayOverlap(access.pointer, access.type, other.pointer, other.type);
      });
    };
    for (const Access &access : *all)
      if (access.isWrite && chosen.size() < mostSums && isSum(access))
        chosen.push_back(cast<StoreOp>(access.op));
  }

  bool empty() const { return chosen.empty(); }

  void move(OpBuilder &b) {
    for (StoreOp store : chosen)
      addUp(store, b);
    b.setInsertionPointAfter(loop);
    if (!runsAtLeastOnce(loop)) {
      const Location loc = withoutName(loop.getLoc());
      Value runs = whetherItRuns(b, loop);
      b.setInsertionPointToStart(b.create<scf::IfOp>(loc, runs, /*withElseRegion=*/false).thenBlock());
    }
    for (auto [store, sum] : llvm::zip(chosen, loop.getResults().take_back(chosen.size())))
      addTo(store, sum, b);
  }

private:
  /// A variable of the function: the compiler knows what else is there.
  static bool isVariable(Value pointer) {
    while (Operation *op = pointer.getDefiningOp()) {
      if (!isa<OffsetOp, DecayOp, MemberOp, PtrCastOp>(op))
        return isa<LocalOp>(op) && !cast<LocalOp>(op).getCount();
      pointer = op->getOperand(0);
    }
    return false;
  }

  /// In a variable.
  void addUp(StoreOp store, OpBuilder &b) {
    LoadOp load = loadOfAccumulation(store);
    b.setInsertionPoint(loop);
    Value zero = b.create<arith::ConstantOp>(withoutName(store.getLoc()), b.getFloatAttr(load.getType(), 0));
    loop = addIterArgs(loop, zero);
    BlockArgument soFar = loop.getRegionIterArgs().back();
    soFar.setLoc(withName(withoutName(store.getLoc()), nameOfMemory(store.getPointer(), "_sum")));
    load.getResult().replaceAllUsesWith(soFar);
    loadOf[store] = load;
    Operation *yield = loop.getBody()->getTerminator();
    yield->setOperand(yield->getNumOperands() - 1, store.getValue());
  }

  void addTo(StoreOp store, Value sum, OpBuilder &b) {
    LoadOp load = loadOf[store];
    IRMapping mapping;
    Value pointer = copyOutside(b, loop, store.getPointer(), mapping);
    Value before = b.create<LoadOp>(load.getLoc(), pointer);
    b.create<StoreOp>(store.getLoc(), b.create<arith::AddFOp>(store.getValue().getLoc(), before, sum),
                      pointer);
    store.erase();
    load.erase();
  }

  scf::ForOp loop;
  SmallVector<StoreOp> chosen;
  llvm::DenseMap<Operation *, LoadOp> loadOf; ///< Of the chosen stores.
};

struct SumsInLocals : adgen::impl::SumsInLocalsBase<SumsInLocals> {
  void runOnOperation() override {
    if (getOperation().isExternal())
      return;
    // All is decided on what memory is now: it takes long to find out, and moving sums changes nothing in it.
    const Memory memory(getOperation());
    SmallVector<Sums> all;
    getOperation().walk([&](scf::ForOp loop) {
      if (Sums sums(loop, memory); !sums.empty())
        all.push_back(std::move(sums));
    });
    OpBuilder b(&getContext());
    for (Sums &sums : all)
      sums.move(b);
  }
};

} // namespace
