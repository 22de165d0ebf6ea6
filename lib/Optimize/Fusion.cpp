// Chains of elementwise operations on tensors become one ad.map: one pass over
// the elements instead of one per operation, and no temporary tensors.
//
// A cluster holds operations whose results provably have one shape. It is
// convex: no value leaves it, passes through another operation and comes back.
#include "adgen/Optimize/Passes.h"

#include "Constants.h"
#include "adgen/Analysis/Shapes.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/Ops/Rows.h"
#include "mlir/Analysis/TopologicalSortUtils.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"

#include <memory>

namespace adgen {
#define GEN_PASS_DEF_FUSION
#include "adgen/Optimize/Passes.h.inc"
} // namespace adgen

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;
using namespace adgen::optimize;

namespace {

using Cluster = llvm::SetVector<Operation *>;

class BlockFusion {
public:
  explicit BlockFusion(Block &block) : block(block), b(block.front().getLoc(), block.front().getContext()) {}
  void run();

private:
  bool isFusable(Operation *op);
  /// Reads nothing from a cluster and is read by something that cannot be in one: z = t + b, which a
  /// product reads too. It is stored anyway and reads best on its own; as a member it would only stand
  /// between the cluster and what depends on it.
  bool standsAlone(Operation *op);
  /// Puts `op` into the cluster of its producers, as far as that stays convex.
  void join(Operation *op);
  bool dependsOn(Operation *op, const Cluster &cluster);
  /// Computing -x again costs less than storing it for several clusters.
  void cloneSigns();
  /// What only one other cluster reads moves there: no member of its own one is behind it, and every
  /// way to that cluster leads through its readers.
  void sink();
  /// An operation that is stored anyway and reads only from outside reads as well on its own.
  void peel(Cluster &cluster);
  /// The sum or mean of all elements that is the value's only reader.
  ApplyOp fullSumOf(Value value);
  void build(const Cluster &cluster);
  Value scalarOf(Operation *op, IRMapping &elements);

  Block &block;
  ImplicitLocOpBuilder b;
  Shapes shapes;
  llvm::MapVector<Operation *, std::shared_ptr<Cluster>> clusterOf;
};

bool isTensor(Value value) { return isa<ad::TensorType>(value.getType()); }

Type elementOf(Type type) {
  auto tensor = dyn_cast<ad::TensorType>(type);
  return tensor ? tensor.getElementType() : type;
}

bool isUsedOutside(Operation *op, const Cluster &cluster) {
  return llvm::any_of(op->getUsers(), [&](Operation *user) { return !cluster.contains(user); });
}

} // namespace

bool BlockFusion::isFusable(Operation *op) {
  auto apply = dyn_cast<ApplyOp>(op);
  if (!apply || !isTensor(apply.getResult()))
    return false;
  const Row *row = rowNamed(apply.getName());
  auto isNumber = [](Type type) {
    Type element = elementOf(type);
    // A truth value beside a tensor has to become a number first.
    return element.isF32() || element.isF64() || (element.isInteger(1) && isa<ad::TensorType>(type));
  };
  bool elementwise = row && (row->kind == RowKind::Elementwise || row->name == "full_like");
  return elementwise && isNumber(op->getResult(0).getType()) && llvm::all_of(op->getOperandTypes(), isNumber);
}

bool BlockFusion::standsAlone(Operation *op) {
  bool isRoot =
      llvm::none_of(op->getOperands(), [&](Value v) { return clusterOf.contains(v.getDefiningOp()); });
  if (!isRoot || fullSumOf(op->getResult(0)))
    return false;
  return llvm::any_of(op->getUsers(), [&](Operation *user) {
    return user->getBlock() != &block || !isFusable(user) ||
           !shapes.equal(user->getResult(0), op->getResult(0));
  });
}

bool BlockFusion::dependsOn(Operation *op, const Cluster &cluster) {
  SmallVector<Operation *> work{op};
  llvm::DenseSet<Operation *> seen;
  while (!work.empty()) {
    Operation *next = work.pop_back_val();
    if (!seen.insert(next).second)
      continue;
    if (cluster.contains(next))
      return true;
    // A cluster is computed as a whole: what depends on it depends on all that it reads.
    if (auto found = clusterOf.find(next); found != clusterOf.end())
      work.append(found->second->begin(), found->second->end());
    next->walk([&](Operation *inner) {
      for (Value operand : inner->getOperands())
        if (Operation *producer = operand.getDefiningOp())
          if (Operation *ancestor = block.findAncestorOpInBlock(*producer))
            work.push_back(ancestor);
    });
  }
  return false;
}

void BlockFusion::join(Operation *op) {
  auto own = std::make_shared<Cluster>();
  own->insert(op);
  clusterOf[op] = own;
  for (Value operand : op->getOperands()) {
    Operation *producer = operand.getDefiningOp();
    auto found = clusterOf.find(producer);
    if (!producer || found == clusterOf.end() || found->second == own ||
        !shapes.equal(operand, op->getResult(0)))
      continue;
    std::shared_ptr<Cluster> other = found->second;
    // Whatever lies between the two clusters has to be in neither.
    auto crosses = [&](const Cluster &from, const Cluster &to) {
      return llvm::any_of(to, [&](Operation *member) {
        return llvm::any_of(member->getOperands(), [&](Value input) {
          Operation *between = input.getDefiningOp();
          return between && between->getBlock() == &block && !from.contains(between) &&
                 !to.contains(between) && dependsOn(between, from);
        });
      });
    };
    if (crosses(*other, *own) || crosses(*own, *other))
      continue;
    other->insert(own->begin(), own->end());
    for (Operation *member : *own)
      clusterOf[member] = other;
    own = other;
  }
}

void BlockFusion::peel(Cluster &cluster) {
  for (bool changed = true; changed;) {
    changed = false;
    for (Operation *op : llvm::to_vector(cluster)) {
      bool isRoot =
          llvm::none_of(op->getOperands(), [&](Value v) { return cluster.contains(v.getDefiningOp()); });
      if (!isRoot || !isUsedOutside(op, cluster) || fullSumOf(op->getResult(0)))
        continue;
      cluster.remove(op);
      changed = true;
    }
  }
}

ApplyOp BlockFusion::fullSumOf(Value value) {
  if (!value.hasOneUse())
    return {};
  auto sum = dyn_cast<ApplyOp>(*value.user_begin());
  if (!sum || (sum.getName() != "sum" && sum.getName() != "mean") || sum->getBlock() != &block ||
      !shapes.isRankZero(sum.getResult()) || elementOf(sum.getType()) != elementOf(value.getType()))
    return {};
  return sum;
}

/// The operation on one element.
Value BlockFusion::scalarOf(Operation *op, IRMapping &elements) {
  auto apply = cast<ApplyOp>(op);
  Type type = elementOf(apply.getType());
  b.setLoc(op->getLoc());
  if (apply.getName() == "ones_like" || apply.getName() == "zeros_like")
    return numberOf(b, type, apply.getName() == "ones_like");
  if (apply.getName() == "full_like")
    return elements.lookupOrDefault(apply.getOperands()[1]);
  SmallVector<Value> operands;
  for (Value operand : apply.getOperands())
    operands.push_back(elements.lookupOrDefault(operand));
  return applyRow(b, apply.getName(), operands, type);
}

void BlockFusion::build(const Cluster &cluster) {
  SmallVector<Operation *> ops(cluster.begin(), cluster.end());
  llvm::sort(ops, [](Operation *x, Operation *y) { return x->isBeforeInBlock(y); });
  SmallVector<Value> results;
  llvm::SetVector<Value> inputs;
  for (Operation *op : ops) {
    if (isUsedOutside(op, cluster))
      results.push_back(op->getResult(0));
    for (Value operand : op->getOperands())
      if (isTensor(operand) && !cluster.contains(operand.getDefiningOp()))
        inputs.insert(operand);
  }
  ApplyOp sum = results.size() == 1 ? fullSumOf(results[0]) : ApplyOp();
  // A mean needs something to count.
  Value counted;
  for (Value input : inputs)
    if (sum && !counted && shapes.equal(input, results[0]) &&
        elementOf(input.getType()) == elementOf(results[0].getType()))
      counted = input;
  if (sum && sum.getName() == "mean" && !counted)
    sum = {};
  if (results.empty() || inputs.empty() || ops.size() + bool(sum) < 2)
    return;

  SmallVector<Type> types;
  for (Value result : results)
    types.push_back(sum ? elementOf(result.getType()) : result.getType());
  Operation *last = sum ? sum.getOperation() : ops.back();
  b.setInsertionPointAfter(last);
  b.setLoc(results.size() == 1 ? last->getLoc() : withoutName(ops.front()->getLoc()));
  auto map = b.create<MapOp>(types, inputs.getArrayRef(), /*reduce=*/bool(sum));
  Block &body = map.getBody().emplaceBlock();
  IRMapping elements;
  for (Value input : inputs)
    elements.map(input, body.addArgument(elementOf(input.getType()), withoutName(map.getLoc())));

  b.setInsertionPointToStart(&body);
  for (Operation *op : ops)
    elements.map(op->getResult(0), scalarOf(op, elements));
  SmallVector<Value> yielded;
  for (Value result : results)
    yielded.push_back(elements.lookup(result));
  b.setLoc(map.getLoc());
  b.create<YieldOp>(yielded);

  // What the body does not read is there for its shape; that may be had from the others.
  for (unsigned i = inputs.size(); i-- > 0;) {
    SmallVector<Value> others(map.getInputs());
    others.erase(others.begin() + i);
    if (body.getArgument(i).use_empty() && !others.empty() && shapes.absorbed(map.getInputs()[i], others)) {
      body.eraseArgument(i);
      map->eraseOperand(i);
    }
  }
  if (sum) {
    b.setInsertionPointAfter(map);
    b.setLoc(last->getLoc());
    Value total = map.getResult(0);
    if (sum.getName() == "mean") {
      Value everything = b.create<ListOp>(ListType::get(b.getI64Type()), ValueRange());
      b.setLoc(withoutName(last->getLoc()));
      Value count = applyRow(b, "reduced_count", {counted, everything}, total.getType());
      total = applyRow(b, "div", {total, count});
      b.setLoc(last->getLoc());
    }
    Value tensor = applyRow(b, "to_tensor", total, sum.getType());
    map->setLoc(withoutName(map.getLoc()));
    sum.getResult().replaceAllUsesWith(tensor);
    shapes.forget(sum.getResult());
    sum.erase();
  } else {
    for (auto [result, fused] : llvm::zip(results, map.getResults()))
      result.replaceAllUsesWith(fused);
  }
  for (Operation *op : llvm::reverse(ops)) {
    shapes.forget(op->getResult(0));
    op->erase();
  }
}

void BlockFusion::cloneSigns() {
  for (Operation &op : llvm::make_early_inc_range(block)) {
    auto apply = dyn_cast<ApplyOp>(&op);
    if (!apply || apply.getName() != "neg" || op.hasOneUse())
      continue;
    for (OpOperand &use : llvm::make_early_inc_range(op.getUses()))
      if (use.getOwner()->getBlock() == &block && isFusable(use.getOwner())) {
        b.setInsertionPoint(use.getOwner());
        use.set(b.clone(op)->getResult(0));
      }
    if (op.use_empty())
      op.erase();
  }
}

void BlockFusion::sink() {
  for (auto &entry : llvm::reverse(clusterOf)) {
    Operation *op = entry.first;
    std::shared_ptr<Cluster> &own = entry.second;
    std::shared_ptr<Cluster> readers;
    bool one = llvm::all_of(op->getUsers(), [&](Operation *user) {
      auto found = clusterOf.find(user);
      if (found == clusterOf.end() || (readers && readers != found->second))
        return false;
      readers = found->second;
      return shapes.equal(user->getResult(0), op->getResult(0));
    });
    if (!one || !readers || readers == own)
      continue;
    own->remove(op);
    readers->insert(op);
    own = readers;
  }
}

void BlockFusion::run() {
  cloneSigns();
  for (Operation &op : block)
    if (isFusable(&op) && !standsAlone(&op))
      join(&op);
  sink();
  llvm::SetVector<Cluster *> clusters;
  for (auto &[op, cluster] : clusterOf)
    clusters.insert(cluster.get());
  for (Cluster *cluster : clusters) {
    peel(*cluster);
    if (!cluster->empty())
      build(*cluster);
  }
  // A result of a cluster may be read before the cluster's last operation stood.
  sortTopologically(&block);
}

namespace {

struct Fusion : adgen::impl::FusionBase<Fusion> {
  void runOnOperation() override {
    SmallVector<Block *> blocks;
    getOperation()->walk([&](Block *block) {
      if (!isa<MapOp>(block->getParentOp()))
        blocks.push_back(block);
    });
    for (Block *block : blocks)
      BlockFusion(*block).run();
  }
};

} // namespace
