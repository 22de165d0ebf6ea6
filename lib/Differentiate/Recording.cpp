#include "Recording.h"

#include "Restoring.h"
#include "Tape.h"
#include "VertexCut.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include <queue>

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

namespace {

class Recorder {
public:
  Recorder(func::FuncOp function, const Sweep::Facts &facts, const Mirrors &mirrors,
           const Stability &stability, llvm::ArrayRef<Undo> undos, SharedStacks *shared)
      : function(function), facts(facts), mirrors(mirrors), stability(stability), shared(shared),
        restoring(function, facts.memory, stability, mirrors, undos),
        b(function.getLoc(), function.getContext()) {}

  void run();

private:
  /// A loop body with the branches in it, or the branches of the function itself.
  using Level = SmallVector<Block *>;
  void level(const Level &blocks);
  /// Decides what memory is restored.
  void chooseRestored();
  bool isInLevel(Value value) const { return current.contains(value.getParentBlock()); }
  /// Starts anew with these blocks.
  void enter(llvm::ArrayRef<Block *> blocks);
  /// Reads of the block's values by reverse code.
  void collectNeeds(Block *block);
  /// Finds by when each value has to be there, if it is computed again.
  void setDeadlines();
  void require(Value value, Operation *by);
  /// The load may be repeated, whatever is restored.
  bool isRepeatable(LoadOp load) const;
  /// The load may be repeated in time, once its group is restored.
  bool isReadable(LoadOp load, const Restoring::Readable &readable) const;

  /// What the value is computed from; nothing when it cannot be computed again, or had better not be.
  std::optional<SmallVector<Value>> recipe(Value value);
  unsigned vertex(Value value, VertexCut &graph);
  /// The value in the reverse code of its block.
  Value available(Value value);
  Value recompute(Value value);
  Value recorded(Value value);
  Value exported(Value value);
  /// Pushes what is stored of the block's values where the block ends, and pops it where its reverse begins.
  void share(Block *block);
  /// An iteration argument that grows by the same amount in every iteration: (initial value, amount).
  std::optional<std::pair<Value, Value>> progression(BlockArgument argument);
  Value iterationOf(Block *body);

  /// Builds what comes next in the reverse code of the block, in front of what reads it.
  void at(Block *block);

  func::FuncOp function;
  const Sweep::Facts &facts;
  const Mirrors &mirrors;
  const Stability &stability;
  SharedStacks *shared;
  Restoring restoring;
  ImplicitLocOpBuilder b;
  bool isChoosing = false; ///< What to restore; the level is the whole function.

  llvm::DenseSet<Block *> current;
  SmallVector<OpOperand *> uses;
  llvm::SetVector<Value> needed;
  llvm::DenseSet<Value> stored;
  llvm::DenseMap<Value, unsigned> vertices;
  std::vector<unsigned> groupVertices;   ///< While choosing.
  llvm::DenseMap<Value, unsigned> order; ///< Of the forward sweep's values: operands before results.
  /// In the reverse code of a value's block, the first operation that would read it or what it is needed for.
  llvm::DenseMap<Value, Operation *> deadlines;
  llvm::DenseMap<Value, Value> copies;
  llvm::SmallPtrSet<Operation *, 16> late; ///< Copies behind what restores memory.
  /// In each reverse block, the operation in front of which values are made available.
  llvm::DenseMap<Block *, Operation *> cursors;
};

unsigned depthOf(Block *block) {
  unsigned depth = 0;
  for (Operation *op = block->getParentOp(); op; op = op->getParentOp())
    ++depth;
  return depth;
}

/// The body of the innermost loop around the block, or its home.
Block *levelOf(Block *block) {
  while (block != homeOf(block) && !isa<scf::ForOp, scf::WhileOp>(block->getParentOp()))
    block = block->getParentOp()->getBlock();
  return block;
}

} // namespace

void Recorder::run() {
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

/// Costs more than to store the result and to read it again.
static bool isExpensive(Operation *op) {
  if (isa<math::AbsFOp, math::CopySignOp, math::FmaOp, math::FloorOp, math::CeilOp, math::TruncOp,
          math::RoundOp>(op))
    return false;
  if (isa<ApplyOp>(op))
    return !llvm::is_contained({"square", "enum_value", "enum_of", "function_id", "function_of", "cast"},
                               cast<ApplyOp>(op).getName());
  return isa<math::MathDialect>(op->getDialect()) || isa<MapOp>(op);
}

std::optional<std::pair<Value, Value>> Recorder::progression(BlockArgument argument) {
  Block *body = argument.getOwner();
  Value init, next, self = argument;
  unsigned index = argument.getArgNumber();
  if (auto loop = dyn_cast<scf::ForOp>(body->getParentOp())) {
    if (index < loop.getNumInductionVars())
      return std::nullopt;
    index -= loop.getNumInductionVars();
    init = loop.getInitArgs()[index];
    next = body->getTerminator()->getOperand(index);
  } else if (auto loop = dyn_cast<scf::WhileOp>(body->getParentOp())) {
    auto counted = facts.counted.find(loop);
    if (counted == facts.counted.end() || CountedWhile(counted->second).body() != body)
      return std::nullopt;
    auto forwarded = loop.getConditionOp().getArgs();
    if (counted->second.isPosttested) {
      auto passed = dyn_cast<BlockArgument>(loop.getYieldOp().getOperand(index));
      if (!passed || passed.getOwner() != loop.getAfterBody())
        return std::nullopt;
      init = loop.getInits()[index];
      next = forwarded[passed.getArgNumber()];
    } else {
      auto before = dyn_cast<BlockArgument>(forwarded[index]);
      if (!before || before.getOwner() != loop.getBeforeBody())
        return std::nullopt;
      init = loop.getInits()[before.getArgNumber()];
      next = loop.getYieldOp().getOperand(before.getArgNumber());
    }
  } else {
    return std::nullopt;
  }
  Operation *step = next.getDefiningOp();
  if (!isa_and_nonnull<arith::AddIOp, OffsetOp>(step) || step->getOperand(0) != self)
    return std::nullopt;
  Value amount = step->getOperand(1);
  bool constant = amount.getDefiningOp() && amount.getDefiningOp()->hasTrait<OpTrait::ConstantLike>();
  if (!constant && body->getParent()->isAncestor(amount.getParentRegion()))
    return std::nullopt;
  return std::pair(init, amount);
}

std::optional<SmallVector<Value>> Recorder::recipe(Value value) {
  Block *block = value.getParentBlock();
  for (auto &[forward, reverse] : mirrors.find(block)->second.known)
    if (forward == value)
      return SmallVector<Value>{};
  if (auto argument = dyn_cast<BlockArgument>(value)) {
    if (auto known = progression(argument))
      return SmallVector<Value>{known->first, known->second};
    return std::nullopt;
  }
  Operation *op = value.getDefiningOp();
  if (op->getNumRegions() != 0 || isExpensive(op))
    return std::nullopt;
  if (auto load = dyn_cast<LoadOp>(op)) {
    if (!isRepeatable(load)) {
      auto readable = restoring.readable(load);
      if (!readable || !isReadable(load, *readable))
        return std::nullopt;
    }
  } else if (!isMemoryEffectFree(op)) {
    return std::nullopt;
  }
  return SmallVector<Value>(op->getOperands());
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

void Recorder::at(Block *block) { b.setInsertionPoint(cursors[block]); }

Value Recorder::iterationOf(Block *body) {
  const Mirror &mirror = mirrors.find(body)->second;
  Value variable = mirror.known.front().second;
  auto loop = dyn_cast<scf::ForOp>(body->getParentOp());
  if (!loop)
    return variable; // counted from 0
  auto reverse = cast<scf::ForOp>(mirror.reverse->getParentOp());
  return iterationNumber(b, variable, reverse.getLowerBound(), reverse.getStep());
}

Value Recorder::recompute(Value value) {
  Block *block = value.getParentBlock();
  for (auto &[forward, reverse] : mirrors.find(block)->second.known)
    if (forward == value)
      return reverse;
  if (auto argument = dyn_cast<BlockArgument>(value)) {
    auto [init, amount] = *progression(argument);
    at(block);
    b.setLoc(asReverse(withoutName(value.getLoc())));
    if (amount.getDefiningOp() && amount.getDefiningOp()->hasTrait<OpTrait::ConstantLike>())
      amount = b.clone(*amount.getDefiningOp())->getResult(0);
    Value number = iterationOf(block);
    auto width = cast<IntegerType>(amount.getType());
    if (width.getWidth() < 64)
      number = b.createOrFold<arith::TruncIOp>(width, number);
    Value distance = b.createOrFold<arith::MulIOp>(number, amount);
    b.setLoc(withName(b.getLoc(), nameOf(value.getLoc())));
    return isa<PtrType>(value.getType()) ? b.createOrFold<OffsetOp>(init, distance)
                                         : b.createOrFold<arith::AddIOp>(init, distance);
  }
  Operation *op = value.getDefiningOp();
  IRMapping mapping;
  Operation *behind = nullptr;
  auto waitFor = [&](Operation *earlier) {
    if (earlier && (!behind || behind->isBeforeInBlock(earlier)))
      behind = earlier;
  };
  for (Value operand : op->getOperands())
    if (isInLevel(operand)) {
      Value copy = available(operand);
      mapping.map(operand, copy);
      if (operand.getParentBlock() == block && copy.getDefiningOp() && late.contains(copy.getDefiningOp()))
        waitFor(copy.getDefiningOp());
    }
  if (auto load = dyn_cast<LoadOp>(op); load && !isRepeatable(load))
    waitFor(restoring.readable(load)->after);
  at(block);
  if (behind)
    b.setInsertionPointAfter(behind);
  Operation *copy = b.clone(*op, mapping);
  if (behind)
    late.insert(copy);
  copy->setLoc(withName(asReverse(op->getLoc()), nameOf(op->getLoc())));
  return copy->getResult(cast<OpResult>(value).getResultNumber());
}

/// From a tape.
Value Recorder::recorded(Value value) {
  Block *block = value.getParentBlock();
  Tape tape(block, value.getType(), nameOf(value.getLoc()));
  b.setLoc(withoutName(value.getLoc()));
  if (Operation *op = value.getDefiningOp())
    b.setInsertionPointAfter(op);
  else
    b.setInsertionPointToStart(block);
  tape.store(b, value);
  at(block);
  Location loc = asReverse(withoutName(value.getLoc()));
  b.setLoc(loc);
  Value loaded = tape.load(b, [&](Value v) -> Value {
    for (auto &[forward, mirror] : mirrors)
      for (auto &[known, reverse] : mirror.known)
        if (known == v)
          return reverse;
    return v;
  });
  loaded.setLoc(withName(loc, nameOf(value.getLoc())));
  return loaded;
}

/// Through a variable of the function: promotion makes it a result of the branches around the value.
Value Recorder::exported(Value value) {
  Block *home = homeOf(value.getParentBlock());
  Operation *top = home->findAncestorOpInBlock(*value.getParentBlock()->getParentOp());
  b.setLoc(withName(withoutName(top->getLoc()), nameOf(value.getLoc())));
  b.setInsertionPoint(top);
  Value variable = b.create<LocalOp>(PtrType::get(value.getType()), Value(), false);
  b.setLoc(withoutName(value.getLoc()));
  if (Operation *op = value.getDefiningOp())
    b.setInsertionPointAfter(op);
  else
    b.setInsertionPointToStart(value.getParentBlock());
  b.create<StoreOp>(value, variable);
  at(value.getParentBlock());
  b.setLoc(asReverse(withoutName(value.getLoc())));
  return b.create<LoadOp>(variable);
}

void Recorder::share(Block *block) {
  SmallVector<Value> values;
  auto collect = [&](Value value) {
    if (stored.contains(value))
      values.push_back(value);
  };
  llvm::for_each(block->getArguments(), collect);
  for (Operation &op : *block)
    llvm::for_each(op.getResults(), collect);
  Block *reverse = mirrors.find(block)->second.reverse;
  for (Value value : values) {
    b.setLoc(withoutName(value.getLoc()));
    b.setInsertionPoint(block->getTerminator());
    b.create<PushOp>(value, shared->forward(value.getType()));
    b.setLoc(withName(asReverse(withoutName(value.getLoc())), nameOf(value.getLoc())));
    b.setInsertionPointToStart(reverse);
    copies[value] = b.create<PopOp>(shared->reverse(value.getType()));
  }
}

Value Recorder::available(Value value) {
  if (Value known = copies.lookup(value))
    return known;
  Value copy;
  if (!stored.contains(value))
    copy = recompute(value);
  else if (levelOf(value.getParentBlock()) == homeOf(value.getParentBlock()))
    copy = exported(value);
  else
    copy = recorded(value);
  return copies[value] = copy;
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
    for (Value operand : *operands)
      if (isInLevel(operand)) {
        require(operand, deadlines.lookup(value));
        if (seen.insert(operand).second)
          open.push(operand);
      }
  }
}

bool Recorder::isRepeatable(LoadOp load) const {
  // The shadow of memory changes where memory does.
  LoadOp primal = facts.shadows.primalOf(load);
  LoadOp judged = primal ? primal : load;
  return stability.isRepeatable(judged.getPointer(), judged.getType(), judged);
}

bool Recorder::isReadable(LoadOp load, const Restoring::Readable &readable) const {
  if (!isChoosing && !restoring.isRestored(readable.group))
    return false;
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
  if (shared)
    for (Block *block : blocks)
      share(block);
  for (OpOperand *use : uses)
    use->set(available(use->get()));
}

void adgen::recordForReverse(func::FuncOp function, const Sweep::Facts &facts, const Mirrors &mirrors,
                             const Stability &stability, llvm::ArrayRef<Undo> undos, SharedStacks *shared) {
  Recorder(function, facts, mirrors, stability, undos, shared).run();
  // A loop as any other, if the derivative is differentiated.
  function.walk([](scf::ForOp loop) { loop->removeAttr(mergedMark); });
}
