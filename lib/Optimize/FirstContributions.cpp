// The adjoint of an array that a loop fills anew in each of its iterations is
// zero at the beginning of the reverse iteration, and cleared at its end. What
// is added to it first may be stored, and then nobody needs the zeros.
#include "adgen/Analysis/Address.h"
#include "adgen/Analysis/Coverage.h"
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

/// Collects the loads and stores of numbers of the memory; false if it is used in another way.
static bool collectAccesses(Value address, SmallVectorImpl<Operation *> &accesses) {
  for (OpOperand &use : address.getUses()) {
    Operation *user = use.getOwner();
    if (isa<ReleaseOp>(user))
      continue;
    if (isa<OffsetOp, DecayOp>(user)) {
      if (!collectAccesses(user->getResult(0), accesses))
        return false;
      continue;
    }
    auto load = dyn_cast<LoadOp>(user);
    auto store = dyn_cast<StoreOp>(user);
    if (load ? !isa<FloatType>(load.getType())
             : !store || use.getOperandNumber() != 1 || !isa<FloatType>(store.getValue().getType()))
      return false;
    accesses.push_back(user);
  }
  return true;
}

static Value pointerOf(Operation *access) {
  auto load = dyn_cast<LoadOp>(access);
  return load ? load.getPointer() : cast<StoreOp>(access).getPointer();
}

namespace {

/// The adjoints of one array.
class Adjoint {
public:
  explicit Adjoint(Value root) : root(root) {}

  void store() {
    if (!collectAccesses(root, accesses) || accesses.empty() || !findLoop())
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
    Region *region = accesses.front()->getParentRegion();
    auto holdsAll = [&](Region *region) {
      return llvm::all_of(accesses, [&](Operation *op) { return region->isAncestor(op->getParentRegion()); });
    };
    while (!holdsAll(region))
      region = region->getParentRegion();
    auto loop = dyn_cast<scf::ForOp>(region->getParentOp());
    if (!loop || !loop.isDefinedOutsideOfLoop(root))
      return false;
    for (Operation *access : accesses) {
      Operation *in = loop.getBody()->findAncestorOpInBlock(*access);
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

  SmallVector<Operation *> accessesIn(Operation *loop) const {
    SmallVector<Operation *> in;
    llvm::copy_if(accesses, std::back_inserter(in), [&](Operation *op) { return loop->isAncestor(op); });
    return in;
  }

  /// In the body itself, at the element that the loop has got to.
  bool isOwnElement(Operation *access, scf::ForOp loop) const {
    const Address address(pointerOf(access));
    return access->getBlock() == loop.getBody() && address.root() == root && address.offset() == 0 &&
           address.summands().size() == 1 && address.factorOf(loop.getInductionVar()) == 1;
  }

  /// The first loop does nothing with the memory but to add to each element.
  StoreOp contribution() {
    auto in = accessesIn(first);
    if (in.size() != 2)
      return {};
    if (!isa<LoadOp>(in[0]))
      std::swap(in[0], in[1]);
    loaded = dyn_cast<LoadOp>(in[0]);
    auto store = dyn_cast<StoreOp>(in[1]);
    auto loop = cast<scf::ForOp>(first);
    if (!loaded || !store || !isOwnElement(loaded, loop) || !isOwnElement(store, loop) ||
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
    for (Operation *access : in) {
      if (!isOwnElement(access, loop))
        return {};
      if (auto store = dyn_cast<StoreOp>(access)) {
        if (cleared || !matchPattern(store.getValue(), m_AnyZeroFloat()))
          return {};
        cleared = store;
      }
    }
    if (!cleared || llvm::any_of(in, [&](Operation *access) { return cleared->isBeforeInBlock(access); }))
      return {};
    return cleared;
  }

  Value root;
  SmallVector<Operation *> accesses;
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
