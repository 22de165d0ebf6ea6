#include "Sweep.h"

#include "adgen/Analysis/Finiteness.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/Ops/Rows.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

bool Sweep::isActive(Value value) const {
  auto primal = origin.find(value);
  return activity.isActive(primal == origin.end() ? value : primal->second);
}

void Sweep::run(llvm::ArrayRef<Operation *> ops, Adjoints &adjoints) {
  for (Operation *op : llvm::reverse(ops)) {
    b.setLoc(asReverse(op->getLoc()));
    reverse(op, adjoints);
  }
}

/// The adjoint of x is d_x.
static void nameAdjoint(Value adjoint, llvm::StringRef primalName) {
  Operation *op = adjoint.getDefiningOp();
  if (!primalName.empty() && op && isReverse(op->getLoc()) && nameOf(op->getLoc()).empty() &&
      !op->hasTrait<OpTrait::ConstantLike>())
    op->setLoc(withName(op->getLoc(), ("d_" + primalName).str()));
}

void Sweep::reverse(Operation *op, Adjoints &adjoints) {
  if (auto branch = dyn_cast<scf::IfOp>(op))
    return reverseBranch(branch, adjoints);
  if (llvm::none_of(op->getResults(), [&](Value result) { return isActive(result); }))
    return;
  if (auto record = dyn_cast<MakeRecordOp>(op)) {
    for (const Part &part : adjoints.partsOf(record)) {
      auto [field, rest] = llvm::StringRef(part.path).split('.');
      Value operand = record.getFields()[*record.getType().fieldIndex(field)];
      if (isActive(operand))
        adjoints.add(b, {operand, rest.str()}, adjoints.get(part));
    }
    return;
  }
  if (auto extract = dyn_cast<ExtractOp>(op)) {
    auto contribute = [&](llvm::StringRef path) {
      std::string whole = extract.getField().str() + (path.empty() ? "" : "." + path.str());
      adjoints.add(b, {extract.getRecord(), whole}, adjoints.get({extract, path.str()}));
    };
    if (!isa<RecordType>(extract.getType()))
      return contribute("");
    for (const Part &part : adjoints.partsOf(extract))
      contribute(part.path);
    return;
  }
  // A list's elements were given their adjoints with the list.
  if (isa<ListOp, StopGradientOp>(op))
    return;
  if (op->getNumResults() == 1)
    if (Value cotangent = adjoints.get({op->getResult(0), ""})) {
      nameAdjoint(cotangent, nameOf(op->getLoc()));
      reverseRow(op, cotangent, adjoints);
    }
}

void Sweep::reverseRow(Operation *op, Value cotangent, Adjoints &adjoints) {
  if (isa<arith::ExtFOp, arith::TruncFOp>(op)) {
    Type type = op->getOperand(0).getType();
    Value back = isa<arith::ExtFOp>(op) ? b.createOrFold<arith::TruncFOp>(type, cotangent)
                                        : b.createOrFold<arith::ExtFOp>(type, cotangent);
    adjoints.add(b, {op->getOperand(0), ""}, back);
    return;
  }
  const Row *row = rowOf(op);
  if (!row) {
    failed = true;
    error(op->getLoc(), ("adgen has no derivative rule for '" + op->getName().getStringRef() + "'").str());
    return;
  }
  // An adjoint of exactly zero contributes zero, whatever the partial derivative.
  auto guard = [&](Value c) {
    if (isNeverZero(cotangent) || isAlwaysFinite(c, cotangent))
      return c;
    return applyRow(b, "guarded", {cotangent, c});
  };
  SmallVector<Cotangent> cotangents = pullbackOf(b, *row, op, cotangent, guard);
  for (auto [operand, c] : llvm::zip(op->getOperands(), cotangents)) {
    if (!isActive(operand))
      continue;
    if (!c) {
      failed = true;
      error(op->getLoc(), ("adgen has no derivative rule for this operand of '" + row->name + "'").str());
      return;
    }
    adjoints.add(b, {operand, ""}, *c);
  }
}

void Sweep::reverseAlternative(Block &primal, scf::IfOp op, const Adjoints &outer, Adjoints &inner,
                               llvm::DenseSet<Value> &own) {
  // The branch's own values are computed again: what is not needed is removed later.
  IRMapping mapping;
  SmallVector<Operation *> clones;
  for (Operation &inside : primal.without_terminator()) {
    Operation *clone = b.clone(inside, mapping);
    clones.push_back(clone);
    inside.walk([&](Operation *nested) {
      for (Value result : nested->getResults())
        if (Value copy = mapping.lookupOrNull(result)) {
          // By value: the map may grow, and move what it holds, while the copy is entered.
          Value original = origin.lookup(result);
          origin[copy] = original ? original : result;
        }
    });
    for (Value result : clone->getResults())
      own.insert(result);
  }
  for (auto [yielded, result] : llvm::zip(primal.getTerminator()->getOperands(), op.getResults())) {
    Value target = mapping.lookupOrDefault(yielded);
    if (!isActive(target))
      continue;
    if (!isa<RecordType>(result.getType())) {
      inner.add(b, {target, ""}, outer.get({result, ""}));
      continue;
    }
    for (const Part &part : outer.partsOf(result))
      inner.add(b, {target, part.path}, outer.get(part));
  }
  run(clones, inner);
}

void Sweep::reverseBranch(scf::IfOp op, Adjoints &adjoints) {
  if (llvm::all_of(op.getResults(), [&](Value result) {
        return !isActive(result) || (isa<RecordType>(result.getType()) ? adjoints.partsOf(result).empty()
                                                                       : !adjoints.get({result, ""}));
      }))
    return;
  Location loc = b.getLoc();
  struct Alternative {
    Block *block = new Block;
    Adjoints adjoints;
    llvm::DenseSet<Value> own;
  } alternatives[2];
  SmallVector<Part> parts;
  for (auto [region, alternative] : llvm::zip(op->getRegions(), alternatives)) {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToEnd(alternative.block);
    reverseAlternative(region.front(), op, adjoints, alternative.adjoints, alternative.own);
    for (auto &[part, adjoint] : alternative.adjoints)
      if (!alternative.own.contains(part.value) && !llvm::is_contained(parts, part))
        parts.push_back(part);
  }
  b.setLoc(loc);
  SmallVector<Type> types;
  SmallVector<Value> primals;
  for (const Part &part : parts) {
    primals.push_back(primalPart(b, part.value, part.path));
    types.push_back(primals.back().getType());
  }
  auto reversed = b.create<scf::IfOp>(types, op.getCondition(), /*withElseRegion=*/true);
  for (auto [region, alternative] : llvm::zip(reversed->getRegions(), alternatives)) {
    OpBuilder::InsertionGuard guard(b);
    region.getBlocks().clear();
    region.push_back(alternative.block);
    b.setInsertionPointToEnd(alternative.block);
    SmallVector<Value> yields;
    for (auto [part, primal] : llvm::zip(parts, primals)) {
      Value adjoint = alternative.adjoints.get(part);
      yields.push_back(adjoint ? adjoint : zeroAdjoint(b, primal));
    }
    b.create<scf::YieldOp>(yields);
  }
  for (auto [part, result] : llvm::zip(parts, reversed.getResults()))
    adjoints.add(b, part, result);
}
