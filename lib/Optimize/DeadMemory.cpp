// Memory that is written, but never read.
#include "PromoteLocals.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"

#include "mlir/IR/Iterators.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

/// Collects all that uses the address, users behind what they use; false if that is more than writing.
static bool collectWrites(Value address, SmallVectorImpl<Operation *> &users) {
  for (OpOperand &use : address.getUses()) {
    Operation *user = use.getOwner();
    if (isa<ReleaseOp, ResizeOp>(user) || (isa<StoreOp>(user) && use.getOperandNumber() == 1)) {
      users.push_back(user);
      continue;
    }
    if (!isa<OffsetOp, DecayOp, MemberOp, PtrCastOp>(user))
      return false;
    users.push_back(user);
    if (!collectWrites(user->getResult(0), users))
      return false;
  }
  return true;
}

/// Memory holds the value already: it was loaded from there, and nothing was written since.
static bool changesNothing(StoreOp store) {
  auto load = store.getValue().getDefiningOp<LoadOp>();
  if (!load || load.getPointer() != store.getPointer() || load->getBlock() != store->getBlock())
    return false;
  for (Operation *op = load->getNextNode(); op != store; op = op->getNextNode())
    if (op->getNumRegions() != 0 || !(isMemoryEffectFree(op) || isa<LoadOp>(op)))
      return false;
  return true;
}

/// What is pushed and popped, but never looked at.
static bool isDeadStack(NewStackOp stack) {
  return llvm::all_of(stack->getUsers(), [](Operation *user) {
    return isa<PushOp>(user) || (isa<PopOp>(user) && user->use_empty());
  });
}

bool promote::eraseDeadMemory(func::FuncOp function, ResultNames &names) {
  // What reads memory for nobody does not count.
  function.walk<WalkOrder::PostOrder, ReverseIterator>([&](Operation *op) {
    if (!isOpTriviallyDead(op))
      return;
    op->walk([&](Operation *inner) {
      for (Value result : inner->getResults())
        names.erase(result);
    });
    op->erase();
  });
  // What went into something erased here may be dead by now, and be what alone reads some memory.
  bool changed = false;
  function.walk([&](NewStackOp stack) {
    if (!isDeadStack(stack))
      return;
    for (Operation *user : llvm::make_early_inc_range(stack->getUsers()))
      user->erase();
    stack.erase();
    changed = true;
  });
  function.walk([&](StoreOp store) {
    if (!changesNothing(store))
      return;
    store.erase();
    changed = true;
  });
  function.walk([&](ReleaseOp release) {
    if (!release.getPointer().getDefiningOp<NullOp>())
      return;
    release.erase();
    changed = true;
  });
  SmallVector<Value> roots;
  for (auto [param, argument] : llvm::zip(getFunctionInfo(function).params, function.getArguments()))
    if (param.isOwnObject())
      roots.push_back(argument);
  function.walk([&](Operation *op) {
    if (isa<LocalOp, HeapOp>(op))
      roots.push_back(op->getResult(0));
  });
  // Later variables first: what is stored into them may be the only thing that reads an earlier one.
  for (Value root : llvm::reverse(roots)) {
    SmallVector<Operation *> users;
    if (!collectWrites(root, users))
      continue;
    for (Operation *user : llvm::reverse(users))
      user->erase();
    changed |= !users.empty();
    if (Operation *creator = root.getDefiningOp()) {
      creator->erase();
      changed = true;
    }
  }
  return changed;
}
