// Loops over the elements of small arrays: `for (i < 3)` over the components of
// a vector, or in each step of an integrator.  Unrolled, they leave no array.
#include "SmallArrays.h"

#include "adgen/IR/Function.h"
#include "adgen/Optimize/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "llvm/ADT/SetVector.h"

namespace adgen {
#define GEN_PASS_DEF_UNROLLSMALLLOOPS
#include "adgen/Optimize/Passes.h.inc"
} // namespace adgen

using namespace mlir;
using namespace adgen;
using namespace adgen::promote;

namespace {

constexpr int64_t mostIterations = 8;
constexpr int64_t mostIterationsOutside = 4; ///< Of a loop that is in no other: there is less to gain.
constexpr int64_t mostOperations = 256;      ///< What all iterations of a loop may become.

struct SmallLoop {
  int64_t lower, step, trips;
};

std::optional<SmallLoop> describe(scf::ForOp loop) {
  APInt lower, upper, step;
  if (!matchPattern(loop.getLowerBound(), m_ConstantInt(&lower)) ||
      !matchPattern(loop.getUpperBound(), m_ConstantInt(&upper)) ||
      !matchPattern(loop.getStep(), m_ConstantInt(&step)) || loop->hasAttr("ad.checkpoint"))
    return std::nullopt;
  int64_t by = step.getSExtValue(), span = upper.getSExtValue() - lower.getSExtValue();
  int64_t trips = span <= 0 ? 0 : (span + by - 1) / by;
  if (trips > mostIterations)
    return std::nullopt;
  return SmallLoop{lower.getSExtValue(), by, trips};
}

using Loops = llvm::SmallSetVector<scf::ForOp, 8>;

/// The small loops on whose variables an index depends; false if it depends on more.
bool collectLoops(Value index, Loops &loops) {
  if (auto argument = dyn_cast<BlockArgument>(index)) {
    auto loop = dyn_cast<scf::ForOp>(argument.getOwner()->getParentOp());
    if (!loop || argument != loop.getInductionVar() || !describe(loop))
      return false;
    loops.insert(loop);
    return true;
  }
  Operation *op = index.getDefiningOp();
  if (op->getNumRegions() != 0 || !isPure(op) || !isa<arith::ArithDialect>(op->getDialect()))
    return false;
  return llvm::all_of(op->getOperands(), [&](Value operand) { return collectLoops(operand, loops); });
}

class Unroller {
public:
  explicit Unroller(func::FuncOp function) : function(function) {}

  void run() {
    while (!choose()) {
    }
    // Inner loops first.
    SmallVector<scf::ForOp> ordered;
    function.walk([&](scf::ForOp loop) {
      if (chosen.contains(loop))
        ordered.push_back(loop);
    });
    for (scf::ForOp loop : ordered)
      unroll(loop);
  }

private:
  /// Chooses the loops whose unrolling lets arrays be taken apart; false when one of them turned out to be
  /// too large, and is out of the question from now on.
  bool choose() {
    chosen.clear();
    function.walk([&](ad::LocalOp local) { addArray(local); });
    for (scf::ForOp loop : chosen)
      if (sizeOf(loop) > mostOperations) {
        tooLarge.insert(loop);
        return false;
      }
    return true;
  }

  void addArray(ad::LocalOp local) {
    auto array = dyn_cast<ad::ArrayType>(local.getType().getPointee());
    if (!array || local.getCount() || flatSize(array) > largestSmallArray)
      return;
    Loops loops;
    SmallVector<Operation *> accesses;
    if (!addElements(local, loops, accesses) ||
        llvm::any_of(loops, [&](scf::ForOp loop) { return tooLarge.contains(loop); }))
      return;
    bool isInLoop = llvm::any_of(accesses, [&](Operation *access) {
      for (Operation *op = access->getParentOp(); op; op = op->getParentOp())
        if (isa<scf::WhileOp>(op) || (isa<scf::ForOp>(op) && !loops.contains(cast<scf::ForOp>(op))))
          return true;
      return false;
    });
    auto isShort = [](scf::ForOp loop) { return describe(loop)->trips <= mostIterationsOutside; };
    if (isInLoop || llvm::all_of(loops, isShort))
      chosen.insert(loops.begin(), loops.end());
  }

  bool addElements(Value address, Loops &loops, SmallVectorImpl<Operation *> &accesses) {
    return forEachElement(address, [&](Operation *element, ArrayRef<Value> indices) {
      accesses.push_back(element);
      if (!llvm::all_of(indices, [&](Value index) { return collectLoops(index, loops); }))
        return false;
      for (Operation *user : element->getUsers())
        if (isa<ad::DecayOp>(user) && !addElements(element->getResult(0), loops, accesses))
          return false;
      return true;
    });
  }

  int64_t sizeOf(Operation *op) {
    int64_t size = 0;
    for (Region &region : op->getRegions())
      for (Block &block : region)
        for (Operation &inner : block)
          size += 1 + sizeOf(&inner);
    auto loop = dyn_cast<scf::ForOp>(op);
    return loop && chosen.contains(loop) ? size * describe(loop)->trips : size;
  }

  static void unroll(scf::ForOp loop) {
    const SmallLoop range = *describe(loop);
    OpBuilder b(loop);
    SmallVector<Value> carried(loop.getInitArgs());
    for (int64_t i = 0; i < range.trips; ++i) {
      const int64_t k = loop->hasAttr("ad.down") ? range.trips - 1 - i : i;
      IRMapping mapping;
      mapping.map(loop.getRegionIterArgs(), carried);
      mapping.map(
          loop.getInductionVar(),
          b.create<arith::ConstantOp>(loop.getLoc(), b.getIntegerAttr(loop.getInductionVar().getType(),
                                                                      range.lower + k * range.step)));
      for (Operation &op : loop.getBody()->without_terminator())
        b.clone(op, mapping);
      for (auto [value, yielded] : llvm::zip(carried, loop.getYieldedValues()))
        value = mapping.lookupOrDefault(yielded);
    }
    loop.replaceAllUsesWith(carried);
    loop.erase();
  }

  func::FuncOp function;
  Loops chosen;
  llvm::SmallPtrSet<Operation *, 8> tooLarge;
};

struct UnrollSmallLoops : adgen::impl::UnrollSmallLoopsBase<UnrollSmallLoops> {
  void runOnOperation() override {
    if (!getOperation().isExternal())
      Unroller(getOperation()).run();
  }
};

} // namespace
