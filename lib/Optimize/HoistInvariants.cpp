// What a loop computes anew in every iteration, and what is always the same,
// is computed in front of it.
//
// For the derivative this is more than a matter of speed: the adjoint of what
// stands in front of the loop is a sum over its iterations, taken once, and
// the rules of what it was made of (a division, an exponential) are applied
// once, behind the sum.
//
//   for j: y[j] += w[i] / sum * v[j]       d_t += d_y[j] * v[j]  for all j
//                                          d_w[i] += d_t / sum   once
#include "adgen/Analysis/Address.h"
#include "adgen/Analysis/Bounds.h"
#include "adgen/Analysis/Distances.h"
#include "adgen/Analysis/Memory.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Report.h"
#include "adgen/Optimize/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

namespace adgen {
#define GEN_PASS_DEF_HOISTINVARIANTS
#include "adgen/Optimize/Passes.h.inc"
} // namespace adgen

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

namespace {

/// The operations of a loop's outermost block that can stand in front of it.
class Invariants {
public:
  Invariants(Operation *loop, Block &body, const Memory &memory) : loop(loop), body(body), memory(memory) {
    loop->walk([&](Operation *op) {
      if (auto store = dyn_cast<StoreOp>(op))
        stores.push_back(store);
      else if (op->getNumRegions() == 0 && !isMemoryEffectFree(op) &&
               !op->hasTrait<OpTrait::IsTerminator>() &&
               !isa<LoadOp, LocalOp, HeapOp, NewStackOp, PushOp>(op))
        hasOtherEffects = true;
    });
  }

  /// Numbers, with the addresses and indices that they need.  An index alone is left to the compiler: as part
  /// of `a[i * n + j]` it reads best.
  void hoist() {
    for (Operation &op : llvm::make_early_inc_range(body.without_terminator()))
      if (op.getNumResults() == 1 && isa<FloatType>(op.getResult(0).getType()) && isInvariant(&op))
        move(&op);
  }

private:
  bool isOutside(Value value) const { return !loop->isAncestor(value.getParentBlock()->getParentOp()); }

  bool isInvariant(Operation *op) {
    auto [known, isNew] = invariant.try_emplace(op, false);
    if (!isNew)
      return known->second;
    const bool result =
        op->getNumRegions() == 0 && isHarmless(op) && llvm::all_of(op->getOperands(), [&](Value operand) {
          Operation *computes = operand.getDefiningOp();
          return isOutside(operand) || (computes && computes->getBlock() == &body && isInvariant(computes));
        });
    return invariant[op] = result;
  }

  /// It may be done in front of a loop that never runs. Real numbers may be computed with, whatever they are;
  /// integers overflow, or divide by zero, but for those of an index that stays in its array.
  bool isHarmless(Operation *op) const {
    auto load = dyn_cast<LoadOp>(op);
    if (load ? !isUnchanged(load) : !isPure(op))
      return false;
    if (runsAtLeastOnce())
      return true;
    if (load)
      return isa<FloatType>(load.getType()) && isAccessible(load);
    if (isa<arith::ConstantOp, arith::CmpFOp, OffsetOp, DecayOp, MemberOp, PtrCastOp>(op))
      return true;
    if (isa<FloatType>(op->getResult(0).getType()))
      return llvm::all_of(op->getOperands(), [&](Value operand) {
        return isOutside(operand) || !operand.getType().isIntOrIndex() || operand.getType().isInteger(1);
      });
    return isa<arith::AddIOp, arith::SubIOp, arith::MulIOp, arith::ExtSIOp, arith::ExtUIOp>(op);
  }

  bool isUnchanged(LoadOp load) const {
    return !hasOtherEffects && llvm::none_of(stores, [&](StoreOp store) {
      const Type type = store.getValue().getType();
      return memory.mayOverlap(load.getPointer(), load.getType(), store.getPointer(), type) &&
             !(type == load.getType() && type.isIntOrFloat() &&
               neverMeet(Address(store.getPointer()), Address(load.getPointer()), store));
    });
  }

  /// Memory that can be read in front of the loop, even if the loop never runs.
  bool isAccessible(LoadOp load) const {
    return (isInside(load.getPointer()) && isAlive(Address(load.getPointer()).root())) ||
           isAccessedBefore(load);
  }

  /// Nobody has released the variable or array when the loop begins: that happens behind the loop, where the
  /// block ends in which the array was made, and not in a callee.
  bool isAlive(Value root) const {
    auto heap = root.getDefiningOp<HeapOp>();
    if (!heap)
      return true;
    auto mayMean = [&](const ObjectSet &objects) { return objects.contains(*memory.objectOfRoot(root)); };
    Operation *here = heap->getBlock()->findAncestorOpInBlock(*loop);
    return !loop->getParentOfType<func::FuncOp>()
                ->walk([&](Operation *op) {
                  if (auto release = dyn_cast<ReleaseOp>(op)) {
                    if (mayMean(memory.objectsOf(release.getPointer())) &&
                        !(here && op->getBlock() == heap->getBlock() && here->isBeforeInBlock(op)))
                      return WalkResult::interrupt();
                  } else if (isa<func::CallOp>(op)) {
                    for (Value operand : op->getOperands())
                      if (mayMean(memory.reachableFrom(memory.objectsOf(operand))))
                        return WalkResult::interrupt();
                  }
                  return WalkResult::advance();
                })
                .wasInterrupted();
  }

  bool runsAtLeastOnce() const {
    if (auto counted = dyn_cast<scf::ForOp>(loop))
      return adgen::runsAtLeastOnce(counted);
    return &body == cast<scf::WhileOp>(loop).getBeforeBody();
  }

  bool isAccessedBefore(LoadOp load) const {
    const Address address(load.getPointer());
    for (Operation *op = loop->getPrevNode(); op; op = op->getPrevNode()) {
      auto accesses = [&](Value pointer, Type type) {
        return type == load.getType() && Address(pointer).isSameAs(address);
      };
      if (auto other = dyn_cast<LoadOp>(op); other && accesses(other.getPointer(), other.getType()))
        return true;
      if (auto store = dyn_cast<StoreOp>(op);
          store && accesses(store.getPointer(), store.getValue().getType()))
        return true;
      const bool mayRelease = op->walk([](Operation *inner) {
                                  return isa<ReleaseOp, CallOp>(inner) || isa<CallOpInterface>(inner)
                                             ? WalkResult::interrupt()
                                             : WalkResult::advance();
                                }).wasInterrupted();
      if (mayRelease)
        return false;
    }
    return false;
  }

  void move(Operation *op) {
    for (Value operand : op->getOperands())
      if (!isOutside(operand))
        move(operand.getDefiningOp());
    if (isReporting(op) && isa<LoadOp>(op))
      tell(op->getLoc(),
           "what is read from memory here is read once, in front of the loop in " + lineOf(loop->getLoc()));
    op->moveBefore(loop);
  }

  Operation *loop;
  Block &body;
  const Memory &memory;
  SmallVector<StoreOp> stores;
  bool hasOtherEffects = false;
  llvm::DenseMap<Operation *, bool> invariant;
};

struct HoistInvariants : adgen::impl::HoistInvariantsBase<HoistInvariants> {
  void runOnOperation() override {
    func::FuncOp function = getOperation();
    if (function.isExternal())
      return;
    SmallVector<Operation *> loops; // the inner ones first
    function.walk([&](Operation *op) {
      if (isa<scf::ForOp, scf::WhileOp>(op))
        loops.push_back(op);
    });
    if (loops.empty())
      return;
    const Memory memory(function);
    for (Operation *loop : loops)
      for (Region &region : loop->getRegions())
        Invariants(loop, region.front(), memory).hoist();
  }
};

} // namespace
