#include "adgen/Analysis/MergeableLoops.h"

#include "adgen/Analysis/Coverage.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/IR/Report.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

class adgen::MergeableLoopFinder {
public:
  MergeableLoopFinder(func::FuncOp function, const Memory &memory, const Activity &activity,
                      const Stability &stability, MergeableLoops &found)
      : function(function), memory(memory), activity(activity), stability(stability), found(found) {}

  void visit(Block &home) {
    for (Operation &op : home) {
      auto loop = dyn_cast<scf::ForOp>(op);
      Operations later;
      if (!loop)
        continue;
      reason.clear();
      const bool isFound = isMergeable(loop, later);
      if (isReporting(loop) && isActive(loop))
        tell(loop.getLoc(), isFound
                                ? "this loop runs where its adjoint does, and each iteration with its own "
                                  "adjoint: nothing is recorded from one iteration to another"
                                : "the adjoint of this loop is a loop of its own, behind it: " + reason);
      if (!isFound)
        continue;
      auto ordered = later.takeVector();
      llvm::sort(ordered, [](Operation *x, Operation *y) { return x->isBeforeInBlock(y); });
      found.uses[loop].insert(ordered.begin(), ordered.end());
      visit(*loop.getBody());
    }
  }

private:
  using Operations = MergeableLoops::Operations;
  bool isMergeable(scf::ForOp loop, Operations &later);
  static bool addsUp(scf::ForOp loop, unsigned index);
  bool isUsedLinearly(Value sum, Block &home, Operations &later);
  bool keepsToItself(scf::ForOp loop);
  bool isActive(scf::ForOp loop) const;
  /// \returns false, and keeps the first reason why.
  bool because(const llvm::Twine &why) {
    if (reason.empty())
      reason = why.str();
    return false;
  }

  func::FuncOp function;
  const Memory &memory;
  const Activity &activity;
  const Stability &stability;
  MergeableLoops &found;
  std::string reason; ///< Why the loop at hand is not one of them.
};

/// What a value is called in a remark.
static std::string quoted(Value value) {
  const llvm::StringRef name = nameOf(value.getLoc());
  return name.empty() ? "a value" : "'" + name.str() + "'";
}

/// The values that a sum carried by `loop` goes through in an iteration; false if it is more than added to.
static bool followSum(scf::ForOp loop, Value value, llvm::SetVector<Value> &chain) {
  if (!chain.insert(value))
    return true;
  for (OpOperand &use : value.getUses()) {
    Operation *user = use.getOwner();
    if (isa<arith::AddFOp>(user) || (isa<arith::SubFOp>(user) && use.getOperandNumber() == 0)) {
      if (!followSum(loop, user->getResult(0), chain))
        return false;
    } else if (auto inner = dyn_cast<scf::ForOp>(user)) {
      if (use.getOperandNumber() < inner.getNumControlOperands())
        return false;
      unsigned index = use.getOperandNumber() - inner.getNumControlOperands();
      if (!followSum(loop, inner.getRegionIterArg(index), chain) ||
          !followSum(loop, inner.getResult(index), chain))
        return false;
    } else if (isa<scf::YieldOp>(user)) {
      Operation *parent = user->getParentOp();
      if (!isa<scf::IfOp, scf::ForOp>(parent))
        return false;
      if (parent == loop)
        continue;
      // An inner loop may hand it on as another one of its variables.
      const unsigned index = use.getOperandNumber();
      if (auto inner = dyn_cast<scf::ForOp>(parent);
          inner && !followSum(loop, inner.getRegionIterArg(index), chain))
        return false;
      if (!followSum(loop, parent->getResult(index), chain))
        return false;
    } else {
      return false;
    }
  }
  return true;
}

/// In every iteration, the next value is this one and something that does not depend on it.
bool MergeableLoopFinder::addsUp(scf::ForOp loop, unsigned index) {
  llvm::SetVector<Value> chain;
  if (!isa<FloatType>(loop.getResult(index).getType()) ||
      !followSum(loop, loop.getRegionIterArg(index), chain))
    return false;
  auto isIn = [&](Value value) { return chain.contains(value); };
  for (Value value : chain) {
    if (value == loop.getRegionIterArg(index))
      continue;
    if (auto argument = dyn_cast<BlockArgument>(value)) {
      auto inner = cast<scf::ForOp>(argument.getOwner()->getParentOp());
      if (!isIn(inner.getTiedLoopInit(argument)->get()) ||
          !isIn(inner.getTiedLoopYieldedValue(argument)->get()))
        return false;
      continue;
    }
    Operation *op = value.getDefiningOp();
    if (isa<arith::AddFOp, arith::SubFOp>(op) && isIn(op->getOperand(0)) && isIn(op->getOperand(1)))
      return false;
    if (auto branch = dyn_cast<scf::IfOp>(op))
      for (Region &region : branch->getRegions())
        if (region.empty() ||
            !isIn(region.front().getTerminator()->getOperand(cast<OpResult>(value).getResultNumber())))
          return false;
    // A use of the loop's own yield is of this sum alone.
    for (OpOperand &use : value.getUses())
      if (use.getOwner() == loop.getBody()->getTerminator() && use.getOperandNumber() != index)
        return false;
  }
  return isIn(loop.getYieldedValues()[index]);
}

bool MergeableLoopFinder::isUsedLinearly(Value sum, Block &home, Operations &later) {
  for (OpOperand &use : sum.getUses()) {
    Operation *user = use.getOwner();
    if (user->getBlock() != &home)
      return because("a branch or a loop in " + lineOf(user->getLoc()) + " uses " + quoted(sum));
    if (user->hasTrait<OpTrait::IsTerminator>())
      continue;
    const unsigned operand = use.getOperandNumber();
    const bool isLinear =
        isa<arith::AddFOp, arith::SubFOp, arith::NegFOp, arith::ExtFOp, arith::TruncFOp, MakeRecordOp>(
            user) ||
        (isa<arith::MulFOp>(user) && !activity.isActive(user->getOperand(1 - operand)) &&
         !later.contains(user->getOperand(1 - operand).getDefiningOp())) ||
        (isa<arith::DivFOp>(user) && operand == 0 && !activity.isActive(user->getOperand(1))) ||
        (isa<arith::SelectOp>(user) && operand != 0);
    if (!isLinear)
      return because("the sum " + quoted(sum) + " is not used linearly in " + lineOf(user->getLoc()) +
                     ", so its adjoint is known behind the loop only");
    later.insert(user);
    if (!isUsedLinearly(user->getResult(0), home, later))
      return false;
  }
  return true;
}

/// What it writes is nobody else's and no iteration's but its own, and what it reads does not change.
bool MergeableLoopFinder::keepsToItself(scf::ForOp loop) {
  ObjectSet written;
  bool isUnderstood = true;
  auto isKnown = [&](bool known, Operation *op, const llvm::Twine &what) {
    isUnderstood &= known || because(what + " in " + lineOf(op->getLoc()));
  };
  loop.walk([&](Operation *op) {
    if (auto store = dyn_cast<StoreOp>(op)) {
      const ObjectSet &objects = memory.objectsOf(store.getPointer());
      written.insert(objects.begin(), objects.end());
      isKnown(!objects.empty() && !holdsPointer(store.getValue().getType()), op, "it stores a pointer");
    } else if (auto release = dyn_cast<ReleaseOp>(op)) {
      for (unsigned object : memory.objectsOf(release.getPointer())) {
        Value root = memory.objects()[object].root;
        isKnown(root && root.getDefiningOp() && loop->isAncestor(root.getDefiningOp()), op,
                "it releases memory from outside");
      }
    } else if (!isa<LoadOp, LocalOp, HeapOp>(op) && op->getNumRegions() == 0 && !isMemoryEffectFree(op)) {
      isKnown(false, op, "it calls a function that may have effects");
    }
    isKnown(!op->hasAttr("ad.checkpoint"), op, "there is a checkpoint");
  });
  if (!isUnderstood)
    return false;
  for (unsigned object : written) {
    const MemoryObject &what = memory.objects()[object];
    Operation *creator = what.root ? what.root.getDefiningOp() : nullptr;
    if (!creator || !isa<LocalOp, HeapOp>(creator))
      return because("it writes to " + (what.root ? quoted(what.root) : std::string("memory")) +
                     ", which the caller sees; let it write to an array of the function's own");
    if (!loop->isAncestor(creator) && !isFilledAnew(loop, object, memory))
      return because("an iteration may read what an earlier one has written to " + quoted(what.root) +
                     "; let each write all that it reads of it first");
  }
  // All accesses of the function.
  func::FuncOp(function).walk([&](Operation *op) {
    const bool isInside = loop->isAncestor(op);
    if (auto load = dyn_cast<LoadOp>(op)) {
      const ObjectSet &objects = memory.objectsOf(load.getPointer());
      const bool isOwn = llvm::any_of(objects, [&](unsigned object) { return written.contains(object); });
      if (isOwn)
        isKnown(isInside, op, "what it writes is read");
      else if (isInside)
        isKnown(stability.isRepeatable(load.getPointer(), load.getType(), load), op,
                "what is written later is read");
    } else if (!isInside && !isa<LocalOp, HeapOp, ReleaseOp>(op)) {
      // Written, or handed to somebody.
      if (isa<StoreOp, func::CallOp, ad::CallOp>(op))
        for (Value operand : op->getOperands())
          for (unsigned object : memory.reachableFrom(memory.objectsOf(operand)))
            isKnown(!written.contains(object), op, "what it writes is written or handed on");
    }
  });
  return isUnderstood;
}

bool MergeableLoopFinder::isMergeable(scf::ForOp loop, Operations &later) {
  for (unsigned index = 0; index < loop.getNumResults(); ++index)
    if (!addsUp(loop, index))
      return because("an iteration does more with " + quoted(loop.getRegionIterArg(index)) +
                     " than to add to it");
    else if (!isUsedLinearly(loop.getResult(index), *loop->getBlock(), later))
      return false;
  // Without a sum, there is nothing that an adjoint could come from.
  if (loop.getNumResults() == 0)
    return because("it adds to no variable outside of it");
  if (loop->hasAttr("ad.checkpoint"))
    return because("checkpoint(n) stands in front of it");
  return keepsToItself(loop);
}

bool MergeableLoopFinder::isActive(scf::ForOp loop) const {
  return loop
      .walk([&](Operation *op) {
        return llvm::any_of(op->getResults(), [&](Value value) { return activity.isActive(value); })
                   ? WalkResult::interrupt()
                   : WalkResult::advance();
      })
      .wasInterrupted();
}

MergeableLoops::MergeableLoops(func::FuncOp function, const Memory &memory, const Activity &activity,
                               const Stability &stability) {
  MergeableLoopFinder(function, memory, activity, stability, *this).visit(function.getBody().front());
}
