#include "adgen/Analysis/LoopAccesses.h"

#include "adgen/IR/AdDialect.h"

#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

static std::optional<Access> accessOf(Operation *op) {
  if (auto load = dyn_cast<LoadOp>(op))
    return Access{load, load.getPointer(), Address(load.getPointer()), load.getType(), false};
  if (auto store = dyn_cast<StoreOp>(op))
    return Access{store, store.getPointer(), Address(store.getPointer()), store.getValue().getType(), true};
  return std::nullopt;
}

static bool collectAccesses(Block &block, bool isNested, SmallVectorImpl<Access> &accesses) {
  return llvm::all_of(block.without_terminator(), [&](Operation &op) {
    if (auto access = accessOf(&op)) {
      accesses.push_back(*access);
      return true;
    }
    if (op.getNumRegions() == 0)
      return isPure(&op);
    return isNested && isa<scf::ForOp, scf::IfOp>(op) && llvm::all_of(op.getRegions(), [&](Region &region) {
             return llvm::all_of(region,
                                 [&](Block &inner) { return collectAccesses(inner, true, accesses); });
           });
  });
}

std::optional<SmallVector<Access>> adgen::accessesOf(scf::ForOp loop) {
  SmallVector<Access> accesses;
  return collectAccesses(*loop.getBody(), false, accesses) ? std::optional(accesses) : std::nullopt;
}

std::optional<SmallVector<Access>> adgen::nestedAccessesOf(scf::ForOp loop) {
  SmallVector<Access> accesses;
  constexpr size_t most = 200;
  const bool isSimple = collectAccesses(*loop.getBody(), true, accesses) && accesses.size() <= most;
  return isSimple ? std::optional(accesses) : std::nullopt;
}

static bool collectAccesses(Value address, SmallVectorImpl<Access> &accesses) {
  for (OpOperand &use : address.getUses()) {
    Operation *user = use.getOwner();
    if (isa<ReleaseOp>(user))
      continue;
    auto cast = dyn_cast<PtrCastOp>(user);
    if (isa<OffsetOp, DecayOp>(user) || (cast && cast.onlyChangesConst())) {
      if (!collectAccesses(user->getResult(0), accesses))
        return false;
      continue;
    }
    auto access = accessOf(user);
    if (!access || access->pointer != address || !isa<FloatType>(access->type) ||
        (access->isWrite && use.getOperandNumber() != 1))
      return false;
    accesses.push_back(*access);
  }
  return true;
}

std::optional<SmallVector<Access>> adgen::accessesOf(Value root) {
  SmallVector<Access> accesses;
  return collectAccesses(root, accesses) ? std::optional(accesses) : std::nullopt;
}

bool adgen::isAtVariable(const Access &access, scf::ForOp loop) {
  return access.op->getBlock() == loop.getBody() && access.address.offset() == 0 &&
         access.address.summands().size() == 1 && access.address.factorOf(loop.getInductionVar()) == 1;
}

bool adgen::isInvariant(Value value, scf::ForOp loop, Value variable) {
  if (value == variable || loop.isDefinedOutsideOfLoop(value))
    return true;
  Operation *op = value.getDefiningOp();
  return op && op->getNumRegions() == 0 && isPure(op) &&
         llvm::all_of(op->getOperands(), [&](Value operand) { return isInvariant(operand, loop, variable); });
}

/// The same in all iterations, but for as much as the loop's variable adds.
static bool movesEvenly(const Address &address, scf::ForOp loop) {
  return loop.isDefinedOutsideOfLoop(address.root()) && llvm::all_of(address.terms(), [&](Value term) {
           return term == loop.getInductionVar() || isInvariant(term, loop);
         });
}

Overlap adgen::overlapOf(const Access &one, scf::ForOp loop, const Access &other, scf::ForOp otherLoop,
                         const Memory &memory) {
  if (!memory.mayOverlap(one.pointer, one.type, other.pointer, other.type))
    return Overlap::Never;
  if (!movesEvenly(one.address, loop) || !movesEvenly(other.address, otherLoop))
    return Overlap::Possible;
  const Address beside = other.address.replaced(otherLoop.getInductionVar(), loop.getInductionVar());
  if (auto distance = one.address.distanceFrom(beside))
    return *distance == 0 && one.type == other.type && one.type.isIntOrFloat() &&
                   one.address.factorOf(loop.getInductionVar()) != 0
               ? Overlap::SameIteration
               : Overlap::Possible;
  return Overlap::Unknown;
}

Overlap adgen::overlapOf(const Access &one, const Access &other, scf::ForOp loop, const Memory &memory) {
  return overlapOf(one, loop, other, loop, memory);
}
