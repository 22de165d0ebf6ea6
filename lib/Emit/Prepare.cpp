#include "Prepare.h"

#include "Signature.h"

#include "adgen/IR/AdDialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::emit;

bool emit::isTransparent(Operation *op) {
  return isa<arith::ConstantOp, ad::ListOp, ad::LiteralOp, ad::GlobalOp, ad::StopGradientOp, ad::UndefOp,
             ad::NullOp, ad::AddressOfGlobalOp>(op);
}

bool emit::isAddress(Operation *op) {
  return isa<ad::OffsetOp, ad::DecayOp, ad::MemberOp, ad::PtrCastOp>(op);
}

/// Its effect is more than that of a read, or of memory that nobody uses.
static bool hasLastingEffect(Operation *op) {
  return !isa<ad::LoadOp, ad::LocalOp, ad::HeapOp, ad::NewStackOp>(op) && op->getNumRegions() == 0 &&
         !isMemoryEffectFree(op) && !op->hasTrait<OpTrait::IsTerminator>();
}

static bool mayWrite(Operation *op) {
  if (op->getNumRegions() == 0)
    return hasLastingEffect(op);
  return op
      ->walk([](Operation *inner) {
        return hasLastingEffect(inner) ? WalkResult::interrupt() : WalkResult::advance();
      })
      .wasInterrupted();
}

bool emit::isUnchanged(func::FuncOp function, Value exit, unsigned param) {
  return exit == function.getArgument(param);
}

SmallVector<std::pair<unsigned, Value>> emit::exitContents(func::FuncOp function) {
  FunctionInfo info = signatureOf(function);
  Operation *terminator = function.getBody().front().getTerminator();
  SmallVector<std::pair<unsigned, Value>> exits;
  unsigned next = info.returnsValue();
  for (auto [index, param] : llvm::enumerate(info.params))
    if ((param.kind == ParamKind::Reference || param.kind == ParamKind::Pointer) &&
        next < terminator->getNumOperands())
      exits.emplace_back(index, terminator->getOperand(next++));
  return exits;
}

Preparation::Preparation(func::FuncOp function) : function(function) {
  function.walk([&](Operation *op) {
    if (op != function && hasLastingEffect(op))
      markLive(op);
  });
  function.walk([&](Block *block) {
    unsigned writes = 0;
    for (Operation &op : *block) {
      writesBefore[&op] = writes;
      writes += mayWrite(&op);
    }
  });
  Operation *terminator = function.getBody().front().getTerminator();
  live.insert(terminator);
  if (signatureOf(function).returnsValue())
    markLive(terminator->getOperand(0));
  for (auto [param, exit] : exitContents(function))
    if (!isUnchanged(function, exit, param))
      markLive(exit);
}

void Preparation::markLive(Value value) {
  Operation *op = value.getDefiningOp();
  if (!op)
    return;
  markLive(op);
  // Of a branch, the alternatives of this result alone.
  if (auto branch = dyn_cast<scf::IfOp>(op); branch && liveResults.insert(value).second)
    for (Region &region : branch->getRegions())
      markLive(region.front().getTerminator()->getOperand(cast<OpResult>(value).getResultNumber()));
}

bool Preparation::isLive(OpOperand &use) const {
  Operation *user = use.getOwner();
  auto branch = isa<scf::YieldOp>(user) ? dyn_cast<scf::IfOp>(user->getParentOp()) : scf::IfOp();
  return isLive(user) && (!branch || liveResults.contains(branch.getResult(use.getOperandNumber())));
}

void Preparation::markLive(Operation *op) {
  if (!live.insert(op).second)
    return;
  if (!isa<scf::YieldOp>(op) || !isa<scf::IfOp>(op->getParentOp()))
    for (Value operand : op->getOperands())
      markLive(operand);
  for (Region &region : op->getRegions())
    for (Block &block : region)
      if (block.mightHaveTerminator())
        markLive(block.getTerminator());
  if (Operation *parent = op->getParentOp(); parent && parent != function)
    markLive(parent);
}

unsigned Preparation::countReads(Value value, Operation *&reader) const {
  unsigned reads = 0;
  for (OpOperand &use : value.getUses()) {
    Operation *user = use.getOwner();
    if (!isLive(use))
      continue;
    if (isTransparent(user)) {
      reads += countReads(user->getResult(0), reader);
      continue;
    }
    ++reads;
    reader = user;
  }
  return reads;
}

bool Preparation::isRead(Value value) const {
  func::FuncOp function = this->function;
  Operation *terminator = function.getBody().front().getTerminator();
  for (OpOperand &use : value.getUses()) {
    if (!isLive(use))
      continue;
    if (use.getOwner() != terminator)
      return true;
    if (signatureOf(function).returnsValue() && use.getOperandNumber() == 0)
      return true;
  }
  for (auto [param, exit] : exitContents(function))
    if (value == function.getArgument(param) ? exit != value : exit == value)
      return true;
  return false;
}

Operation *Preparation::onlyReader(Value value) const {
  Operation *reader = nullptr;
  return countReads(value, reader) == 1 ? reader : nullptr;
}

bool Preparation::readsOnce(Value value) const {
  Operation *reader = onlyReader(value);
  if (!reader)
    return false;
  // A branch is taken at most once; the body of a map or a loop is not.
  for (Region *region = reader->getParentRegion(); region != value.getParentRegion();
       region = region->getParentRegion())
    if (!isa<scf::IfOp>(region->getParentOp()))
      return false;
  return true;
}

bool Preparation::readsMemory(Operation *op) const {
  if (isa<ad::LoadOp>(op))
    return true;
  return isa<scf::IfOp>(op) && op->walk([](ad::LoadOp) { return WalkResult::interrupt(); }).wasInterrupted();
}

bool Preparation::mayMove(Operation *op) const {
  // To the farthest place where the expression may end up: behind all readers that are pure.
  Operation *last = op;
  while (last->getNumResults() == 1 &&
         (last == op || (isMemoryEffectFree(last) && last->getNumRegions() == 0))) {
    Operation *reader = nullptr;
    if (countReads(last->getResult(0), reader) != 1) {
      if (last == op || !isAddress(last))
        break;
      // An address may be written in several places.
      return false;
    }
    if (reader->getBlock() != op->getBlock())
      return false;
    last = reader;
  }
  return writesBefore.lookup(op) == writesBefore.lookup(last);
}
