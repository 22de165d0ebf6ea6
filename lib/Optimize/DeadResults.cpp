// Results and iteration arguments that nothing but themselves depends on.
//
// MLIR's canonicalizer removes a result that is not used; here a variable that
// a loop computes from itself alone is dead as well.
#include "PromoteLocals.h"

#include "adgen/IR/AdDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseSet.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::promote;

static bool isStructured(Operation *op) { return isa<scf::IfOp, scf::ForOp, scf::WhileOp>(op); }

namespace {

/// The values that an effect, a condition or the function's result depends on.
class Needs {
public:
  explicit Needs(func::FuncOp function) {
    function.walk([&](Operation *op) { addRoots(op); });
    while (!worklist.empty()) {
      Value value = worklist.pop_back_val();
      if (auto argument = dyn_cast<BlockArgument>(value))
        propagate(argument);
      else
        propagate(cast<OpResult>(value));
    }
  }

  bool contains(Value value) const { return needed.contains(value); }
  bool containsAny(ValueRange values) const {
    return llvm::any_of(values, [&](Value value) { return contains(value); });
  }

private:
  void need(Value value) {
    if (needed.insert(value).second)
      worklist.push_back(value);
  }
  void need(ValueRange values) {
    for (Value value : values)
      need(value);
  }

  void addRoots(Operation *op) {
    if (auto branch = dyn_cast<scf::IfOp>(op))
      need(branch.getCondition());
    else if (isa<scf::ForOp>(op))
      need(op->getOperands().take_front(3));
    else if (auto condition = dyn_cast<scf::ConditionOp>(op))
      need(condition.getCondition());
    else if (!isa<scf::WhileOp, scf::YieldOp>(op) && !wouldOpBeTriviallyDead(op))
      need(op->getOperands());
  }

  void propagate(OpResult result) {
    unsigned i = result.getResultNumber();
    Operation *op = result.getOwner();
    if (auto branch = dyn_cast<scf::IfOp>(op)) {
      need(branch.thenYield().getOperand(i));
      need(branch.elseYield().getOperand(i));
    } else if (auto loop = dyn_cast<scf::ForOp>(op)) {
      need(loop.getInitArgs()[i]);
      need(loop.getYieldedValues()[i]);
    } else if (auto loop = dyn_cast<scf::WhileOp>(op)) {
      need(loop.getConditionOp().getArgs()[i]);
    } else {
      need(op->getOperands());
    }
  }

  void propagate(BlockArgument argument) {
    unsigned i = argument.getArgNumber();
    Operation *op = argument.getOwner()->getParentOp();
    if (auto loop = dyn_cast<scf::ForOp>(op); loop && i > 0) {
      need(loop.getInitArgs()[i - 1]);
      need(loop.getYieldedValues()[i - 1]);
    } else if (auto loop = dyn_cast<scf::WhileOp>(op)) {
      if (argument.getOwner() == loop.getAfterBody()) {
        need(loop.getConditionOp().getArgs()[i]);
      } else {
        need(loop.getInits()[i]);
        need(loop.getYieldOp().getOperand(i));
      }
    }
  }

  llvm::DenseSet<Value> needed;
  SmallVector<Value> worklist;
};

/// What goes from one operation of control flow.
struct Cut {
  Operation *op;
  llvm::BitVector results; ///< And what is passed to them and, from one iteration to the next, beside them.
  llvm::BitVector inits;   ///< Operands and first arguments of a while loop.
};

} // namespace

static llvm::BitVector unneeded(const Needs &needs, ValueRange values) {
  llvm::BitVector bits(values.size());
  for (auto [i, value] : llvm::enumerate(values))
    bits[i] = !needs.contains(value);
  return bits;
}

static Cut findCut(Operation *op, const Needs &needs) {
  Cut cut{op, unneeded(needs, op->getResults()), {}};
  if (auto loop = dyn_cast<scf::ForOp>(op)) {
    cut.results &= unneeded(needs, loop.getRegionIterArgs());
  } else if (auto loop = dyn_cast<scf::WhileOp>(op)) {
    cut.results &= unneeded(needs, loop.getAfterArguments());
    cut.inits = unneeded(needs, loop.getBeforeArguments());
  }
  return cut;
}

/// `bits` with `offset` clear ones in front.
static llvm::BitVector shifted(const llvm::BitVector &bits, unsigned offset) {
  llvm::BitVector all(bits.size() + offset);
  for (unsigned i : bits.set_bits())
    all.set(i + offset);
  return all;
}

/// Takes away the operands, here and in the terminators, so that what computes them can go.
static void cutOperands(const Cut &cut) {
  if (auto branch = dyn_cast<scf::IfOp>(cut.op)) {
    branch.thenYield()->eraseOperands(cut.results);
    branch.elseYield()->eraseOperands(cut.results);
  } else if (auto loop = dyn_cast<scf::ForOp>(cut.op)) {
    loop.getBody()->getTerminator()->eraseOperands(cut.results);
    cut.op->eraseOperands(shifted(cut.results, 3));
  } else if (auto loop = dyn_cast<scf::WhileOp>(cut.op)) {
    loop.getConditionOp()->eraseOperands(shifted(cut.results, 1));
    loop.getYieldOp()->eraseOperands(cut.inits);
    cut.op->eraseOperands(cut.inits);
  }
}

/// Takes away the arguments and results, which have no more uses.
static void cutResults(const Cut &cut, ResultNames &names) {
  if (auto loop = dyn_cast<scf::ForOp>(cut.op)) {
    loop.getBody()->eraseArguments(shifted(cut.results, 1));
  } else if (auto loop = dyn_cast<scf::WhileOp>(cut.op)) {
    loop.getBeforeBody()->eraseArguments(cut.inits);
    loop.getAfterBody()->eraseArguments(cut.results);
  }
  SmallVector<Value> kept;
  for (OpResult result : cut.op->getResults()) {
    if (cut.results[result.getResultNumber()])
      names.erase(result);
    else
      kept.push_back(result);
  }
  OperationState state(cut.op->getLoc(), cut.op->getName());
  state.addOperands(cut.op->getOperands());
  state.addTypes(ValueRange(kept).getTypes());
  state.addAttributes(cut.op->getAttrs());
  for (Region &region : cut.op->getRegions())
    state.addRegion()->takeBody(region);
  Operation *rest = OpBuilder(cut.op).create(state);
  for (auto [old, now] : llvm::zip(kept, rest->getResults())) {
    old.replaceAllUsesWith(now);
    if (StringAttr name = names.lookup(old)) {
      names.erase(old);
      names[now] = name;
    }
  }
  cut.op->erase();
}

bool promote::eraseDeadResults(func::FuncOp function, ResultNames &names) {
  Needs needs(function);
  SmallVector<Cut> cuts;
  SmallVector<Operation *> dead;
  function.walk([&](Operation *op) {
    if (isStructured(op)) {
      Cut cut = findCut(op, needs);
      if (cut.results.any() || cut.inits.any())
        cuts.push_back(std::move(cut));
    } else if (wouldOpBeTriviallyDead(op) && op->getNumResults() && !needs.containsAny(op->getResults()) &&
               !isa<ad::MapOp>(op->getParentOp())) {
      dead.push_back(op);
    }
  });
  for (const Cut &cut : cuts)
    cutOperands(cut);
  for (Operation *op : llvm::reverse(dead))
    op->erase();
  for (const Cut &cut : cuts)
    cutResults(cut, names);
  return !cuts.empty() || !dead.empty();
}
