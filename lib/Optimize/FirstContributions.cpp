// The adjoint of an array that a loop fills anew in each of its iterations is
// zero at the beginning of the reverse iteration, and cleared at its end. What
// is added to it first may be stored, and then nobody needs the zeros.
#include "adgen/Analysis/Coverage.h"
#include "adgen/Analysis/LoopAccesses.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/Optimize/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"

namespace adgen {
#define GEN_PASS_DEF_FIRSTCONTRIBUTIONS
#include "adgen/Optimize/Passes.h.inc"
} // namespace adgen

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

namespace {

/// The adjoints of one array.
class Adjoint {
public:
  explicit Adjoint(Value root) : root(root) {}

  void store() {
    auto all = accessesOf(root);
    if (!all || all->empty())
      return;
    accesses = *all;
    if (!findLoop())
      return;
    StoreOp added = contribution(), cleared = clearing();
    if (!added || !cleared)
      return;
    Operation *sum = added.getValue().getDefiningOp();
    OpBuilder b(sum);
    Value first = sum->getOperand(sum->getOperand(0) == loaded.getResult() ? 1 : 0);
    if (isa<arith::SubFOp>(sum))
      first = b.create<arith::NegFOp>(sum->getLoc(), first);
    added.getValueMutable().assign(first);
    for (Operation *dead : {sum, loaded.getOperation(), cleared.getOperation()})
      dead->erase();
  }

private:
  /// The innermost loop around all accesses, which is not the memory's own; the first and the last loop in
  /// it that accesses it.
  bool findLoop() {
    Region *region = accesses.front().op->getParentRegion();
    auto holdsAll = [&](Region *region) {
      return llvm::all_of(
          accesses, [&](const Access &access) { return region->isAncestor(access.op->getParentRegion()); });
    };
    while (!holdsAll(region))
      region = region->getParentRegion();
    auto loop = dyn_cast<scf::ForOp>(region->getParentOp());
    if (!loop || !loop.isDefinedOutsideOfLoop(root))
      return false;
    for (const Access &access : accesses) {
      Operation *in = loop.getBody()->findAncestorOpInBlock(*access.op);
      if (!first || in->isBeforeInBlock(first))
        first = in;
      if (!last || last->isBeforeInBlock(in))
        last = in;
    }
    return first != last && isThrough(first) && isThrough(last);
  }

  bool isThrough(Operation *op) const {
    auto loop = dyn_cast<scf::ForOp>(op);
    return loop && runsThrough(loop, root);
  }

  SmallVector<Access> accessesIn(Operation *loop) const {
    SmallVector<Access> in;
    llvm::copy_if(accesses, std::back_inserter(in),
                  [&](const Access &access) { return loop->isAncestor(access.op); });
    return in;
  }

  /// The first loop does nothing with the memory but to add to each element.
  StoreOp contribution() {
    auto in = accessesIn(first);
    if (in.size() != 2)
      return {};
    if (in[0].isWrite)
      std::swap(in[0], in[1]);
    loaded = dyn_cast<LoadOp>(in[0].op);
    auto store = dyn_cast<StoreOp>(in[1].op);
    auto loop = cast<scf::ForOp>(first);
    if (!loaded || !store || !isAtVariable(in[0], loop) || !isAtVariable(in[1], loop) ||
        !loaded->hasOneUse() || !loaded->isBeforeInBlock(store))
      return {};
    Operation *sum = store.getValue().getDefiningOp();
    const bool isSum = isa_and_nonnull<arith::AddFOp>(sum) ||
                       (isa_and_nonnull<arith::SubFOp>(sum) && sum->getOperand(0) == loaded.getResult());
    return isSum && sum->hasOneUse() && sum == *loaded->getUsers().begin() ? store : StoreOp();
  }

  /// The last loop clears each element behind reading it.
  StoreOp clearing() const {
    auto loop = cast<scf::ForOp>(last);
    StoreOp cleared;
    auto in = accessesIn(last);
    for (const Access &access : in) {
      if (!isAtVariable(access, loop))
        return {};
      if (auto store = dyn_cast<StoreOp>(access.op)) {
        if (cleared || !matchPattern(store.getValue(), m_AnyZeroFloat()))
          return {};
        cleared = store;
      }
    }
    if (!cleared ||
        llvm::any_of(in, [&](const Access &access) { return cleared->isBeforeInBlock(access.op); }))
      return {};
    return cleared;
  }

  Value root;
  SmallVector<Access> accesses;
  Operation *first = nullptr, *last = nullptr;
  LoadOp loaded;
};

struct FirstContributions : adgen::impl::FirstContributionsBase<FirstContributions> {
  void runOnOperation() override {
    SmallVector<Value> zeroed;
    getOperation().walk([&](Operation *op) {
      auto local = dyn_cast<LocalOp>(op);
      auto heap = dyn_cast<HeapOp>(op);
      if ((local && local.getZero()) || (heap && heap.getZero()))
        zeroed.push_back(op->getResult(0));
    });
    for (Value root : zeroed)
      Adjoint(root).store();
  }
};

} // namespace
