#include "Recording.h"

#include "Recorder.h"

#include "adgen/IR/Function.h"
#include "adgen/IR/Report.h"

#include <queue>

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

static unsigned depthOf(Block *block) {
  unsigned depth = 0;
  for (Operation *op = block->getParentOp(); op; op = op->getParentOp())
    ++depth;
  return depth;
}

Block *adgen::levelOf(Block *block) {
  while (block != homeOf(block) && !isa<scf::ForOp, scf::WhileOp>(block->getParentOp()))
    block = block->getParentOp()->getBlock();
  return block;
}

void Recorder::reuseResults() {
  auto hashOf = [](Operation *op) -> size_t {
    return OperationEquivalence::computeHash(op, OperationEquivalence::directHashValue,
                                             OperationEquivalence::ignoreHashValue,
                                             OperationEquivalence::IgnoreLocations);
  };
  auto canShare = [](Operation &op) { return op.getNumRegions() == 0 && isExpensive(&op) && isPure(&op); };
  for (auto &[block, mirror] : mirrors) {
    llvm::DenseMap<size_t, Operation *> known;
    for (Operation &op : *block)
      if (canShare(op))
        known.try_emplace(hashOf(&op), &op);
    if (known.empty())
      continue;
    for (Operation &op : llvm::make_early_inc_range(*mirror.reverse)) {
      if (!canShare(op))
        continue;
      Operation *same = known.lookup(hashOf(&op));
      if (!same || !OperationEquivalence::isEquivalentTo(&op, same, OperationEquivalence::IgnoreLocations))
        continue;
      op.replaceAllUsesWith(same);
      op.erase();
    }
  }
}

void Recorder::run() {
  reuseResults();
  chooseRestored();
  llvm::MapVector<Block *, Level> levels;
  for (auto &[block, mirror] : mirrors) {
    cursors[block] = &mirror.reverse->front();
    levels[levelOf(block)].push_back(block);
  }
  auto ordered = levels.takeVector();
  // Inner levels first: what they compute again may need more of the outer ones.
  std::sort(ordered.begin(), ordered.end(),
            [](auto &x, auto &y) { return depthOf(x.first) > depthOf(y.first); });
  for (auto &[body, blocks] : ordered)
    level(blocks);
}

void Recorder::collectNeeds(Block *block) {
  auto visit = [&](Value value) {
    for (OpOperand &use : value.getUses())
      if (!block->findAncestorOpInBlock(*use.getOwner()) &&
          !(isChoosing && restoring.isUndo(use.getOwner()))) {
        uses.push_back(&use);
        needed.insert(value);
      }
  };
  for (Value argument : block->getArguments())
    visit(argument);
  for (Operation &op : *block)
    for (Value result : op.getResults())
      visit(result);
}

/// Bytes.
static unsigned priceOf(Type type) {
  if (type.isIntOrFloat())
    return std::max(1u, type.getIntOrFloatBitWidth() / 8);
  return isa<PtrType>(type) ? 8 : 64;
}

unsigned Recorder::vertex(Value value, VertexCut &graph) {
  // Without recursion: chains of operations may be long.
  auto add = [&](Value v) {
    auto [known, isNew] = vertices.try_emplace(v, 0);
    if (isNew)
      known->second =
          graph.addVertex(priceOf(v.getType()) * (isChoosing ? frequencyOf(v.getParentBlock()) : 1));
    return isNew;
  };
  SmallVector<Value> open;
  if (add(value))
    open.push_back(value);
  while (!open.empty()) {
    Value next = open.pop_back_val();
    auto operands = recipe(next);
    if (!operands) {
      graph.markSource(vertices[next]);
      continue;
    }
    if (auto load = next.getDefiningOp<LoadOp>(); load && isChoosing)
      if (!isRepeatable(load))
        graph.addEdge(groupVertices[restoring.readable(load)->group], vertices[next]);
    for (Value operand : *operands)
      if (isInLevel(operand)) {
        if (add(operand))
          open.push_back(operand);
        graph.addEdge(vertices[operand], vertices[next]);
      }
  }
  return vertices[value];
}

void Recorder::enter(llvm::ArrayRef<Block *> blocks) {
  current.clear();
  current.insert(blocks.begin(), blocks.end());
  uses.clear();
  needed.clear();
  stored.clear();
  vertices.clear();
  for (Block *block : blocks)
    collectNeeds(block);
  setDeadlines();
}

void Recorder::require(Value value, Operation *by) {
  Block *reverse = mirrors.find(value.getParentBlock())->second.reverse;
  Operation *first = reverse->findAncestorOpInBlock(*by);
  if (!first) // somewhere else: as early as can be
    first = &reverse->front();
  Operation *&deadline = deadlines[value];
  if (!deadline || first->isBeforeInBlock(deadline))
    deadline = first;
}

void Recorder::setDeadlines() {
  deadlines.clear();
  if (restoring.groups() == 0)
    return;
  if (order.empty())
    function.walk<WalkOrder::PreOrder>([&](Operation *op) {
      for (Value result : op->getResults())
        order[result] = order.size();
      for (Region &region : op->getRegions())
        for (Block &block : region)
          for (Value argument : block.getArguments())
            order[argument] = order.size();
    });
  for (OpOperand *use : uses)
    require(use->get(), use->getOwner());
  // All that might be computed again for them, each value behind everything that reads it.
  auto isEarlier = [&](Value x, Value z) { return order.lookup(x) < order.lookup(z); };
  std::priority_queue<Value, std::vector<Value>, decltype(isEarlier)> open(isEarlier);
  llvm::DenseSet<Value> seen(needed.begin(), needed.end());
  for (Value value : needed)
    open.push(value);
  while (!open.empty()) {
    Value value = open.top();
    open.pop();
    auto operands = recipe(value);
    if (!operands)
      continue;
    // What a loop carries is followed at the beginning of its body.
    Operation *by = isa<BlockArgument>(value) ? &mirrors.find(value.getParentBlock())->second.reverse->front()
                                              : deadlines.lookup(value);
    for (Value operand : *operands)
      if (isInLevel(operand)) {
        require(operand, by);
        if (seen.insert(operand).second)
          open.push(operand);
      }
  }
}

bool Recorder::isRepeatable(LoadOp load) const {
  // The shadow of memory changes where memory does.
  LoadOp primal = facts.shadows.primalOf(load);
  LoadOp judged = primal ? primal : load;
  return facts.stability.isRepeatable(judged.getPointer(), judged.getType(), judged);
}

bool Recorder::isReadable(LoadOp load, const Restoring::Readable &readable) const {
  Operation *deadline = deadlines.lookup(load);
  return !readable.after || (deadline && readable.after->isBeforeInBlock(deadline));
}

void Recorder::chooseRestored() {
  llvm::BitVector chosen(restoring.groups());
  if (restoring.groups() != 0 && !shared) {
    isChoosing = true;
    SmallVector<Block *> all;
    for (auto &[block, mirror] : mirrors)
      all.push_back(block);
    enter(all);
    VertexCut graph;
    for (unsigned group = 0; group < restoring.groups(); ++group) {
      groupVertices.push_back(graph.addVertex(restoring.price(group)));
      graph.markSource(groupVertices.back());
    }
    for (Value value : needed)
      graph.markSink(vertex(value, graph));
    std::vector<bool> cut = graph.solve();
    for (auto [group, number] : llvm::enumerate(groupVertices))
      chosen[group] = cut[number];
    isChoosing = false;
  }
  restoring.choose(chosen);
  if (isReporting(function))
    restoring.tellOfStores();
}

void Recorder::level(const Level &blocks) {
  enter(blocks);
  VertexCut graph;
  for (Value value : needed)
    graph.markSink(vertex(value, graph));
  std::vector<bool> cut = graph.solve();
  for (auto &[value, number] : vertices)
    if (cut[number])
      stored.insert(value);
  if (isReporting(function))
    tellOfLevel();
  if (shared)
    for (Block *block : blocks)
      share(block);
  for (OpOperand *use : uses)
    use->set(available(use->get()));
}

void adgen::recordForReverse(func::FuncOp function, const Sweep::Facts &facts, const Mirrors &mirrors,
                             llvm::ArrayRef<Undo> undos, SharedStacks *shared) {
  Recorder(function, facts, mirrors, undos, shared).run();
  // Loops as any other, if the derivative is differentiated.
  function.walk([](scf::ForOp loop) {
    loop->removeAttr(mergedMark);
    loop->removeAttr(replayMark);
  });
}
