// Alternatives: ?:, &&, || and if, as scf.if whose results are the value and
// every variable that an alternative writes.

#include "Importer.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace adgen;
using namespace mlir;

namespace {
/// One alternative, imported into a block of its own.
struct Alternative {
  std::unique_ptr<Block> block = std::make_unique<Block>();
  Value value;
  llvm::MapVector<Place *, Value> written;
};
} // namespace

Value Importer::branch(Value condition, llvm::function_ref<Value()> then,
                       llvm::function_ref<Value()> otherwise) {
  APInt known;
  if (matchPattern(condition, m_ConstantInt(&known)))
    return known.isZero() ? otherwise() : then();

  unsigned before = ownedPlaces.size();
  auto import = [&](llvm::function_ref<Value()> body) {
    Alternative alternative;
    size_t mark = journal.size();
    {
      OpBuilder::InsertionGuard guard(b);
      b.setInsertionPointToEnd(alternative.block.get());
      ++branchDepth;
      alternative.value = body();
      --branchDepth;
    }
    for (size_t i = mark; i < journal.size(); ++i)
      if (journal[i].first->serial <= before)
        alternative.written[journal[i].first] = journal[i].first->value;
    // Back to the state before, for the other alternative.
    while (journal.size() > mark) {
      journal.back().first->value = journal.back().second;
      journal.pop_back();
    }
    return alternative;
  };
  Alternative a = import(then), c = import(otherwise);

  SmallVector<Place *> places;
  for (auto *alternative : {&a, &c})
    for (auto &[place, value] : alternative->written)
      if (!llvm::is_contained(places, place))
        places.push_back(place);
  bool hasValue = a.value && c.value;
  auto results = [&](Alternative &alternative) {
    SmallVector<Value> values;
    if (hasValue)
      values.push_back(alternative.value);
    for (Place *place : places) {
      auto written = alternative.written.find(place);
      Value value = written != alternative.written.end() ? written->second : place->value;
      // Written in one alternative only, and nothing held before: whoever reads it
      // there reads an indeterminate value, so any value will do.
      if (!value)
        value = alternative.written.count(place) ? value : (&alternative == &a ? c : a).written[place];
      values.push_back(value);
    }
    return values;
  };
  SmallVector<Value> ifTrue = results(a), ifFalse = results(c);
  if (ifTrue.empty() && a.block->empty() && c.block->empty())
    return {};
  SmallVector<Value> outcome;
  if (a.block->empty() && c.block->empty()) {
    for (auto [x, z] : llvm::zip(ifTrue, ifFalse))
      outcome.push_back(b.createOrFold<arith::SelectOp>(condition, x, z));
  } else {
    // An uninitialised variable that one alternative sets: its value must be
    // available in the other, too.
    for (auto [x, z] : llvm::zip(ifTrue, ifFalse)) {
      auto definedIn = [](Value v, Block &block) { return v.getParentBlock() == &block; };
      if (definedIn(x, *c.block) || definedIn(z, *a.block)) {
        refuse(frame().function->getLocation(),
               "a variable without an initial value is set in one branch only", "initialize it");
        return hasValue ? b.create<ad::LiteralOp>(a.value.getType(), "") : Value();
      }
    }
    auto op = b.create<scf::IfOp>(ValueRange(ifTrue).getTypes(), condition, /*withElseRegion=*/true);
    for (auto [region, alternative, values] : {std::make_tuple(&op.getThenRegion(), &a, &ifTrue),
                                               std::make_tuple(&op.getElseRegion(), &c, &ifFalse)}) {
      OpBuilder::InsertionGuard guard(b);
      region->getBlocks().clear();
      region->push_back(alternative->block.release());
      b.setInsertionPointToEnd(&region->front());
      b.create<scf::YieldOp>(*values);
    }
    outcome.assign(op.result_begin(), op.result_end());
  }
  for (auto [place, value] : llvm::zip(places, ArrayRef(outcome).drop_front(hasValue)))
    write(place, value);
  return hasValue ? outcome.front() : Value();
}

Value Importer::shortCircuit(const clang::BinaryOperator *op) {
  Value lhs = evaluateCondition(op->getLHS());
  bool conjunction = op->getOpcode() == clang::BO_LAnd;
  Value result = branch(
      lhs, [&] { return conjunction ? evaluateCondition(op->getRHS()) : constantInt(b.getI1Type(), 1); },
      [&] { return conjunction ? constantInt(b.getI1Type(), 0) : evaluateCondition(op->getRHS()); });
  // Where the right operand has no effect and cannot trap, `&` says the same.
  auto alternative = result.getDefiningOp<scf::IfOp>();
  if (!alternative || alternative.getNumResults() != 1)
    return result;
  Block &right = conjunction ? *alternative.thenBlock() : *alternative.elseBlock();
  if (!llvm::all_of(right.without_terminator(), [](Operation &o) { return isPure(&o); }))
    return result;
  Value rhs = right.getTerminator()->getOperand(0);
  right.getTerminator()->erase();
  alternative->getBlock()->getOperations().splice(alternative->getIterator(), right.getOperations());
  b.setInsertionPoint(alternative);
  Value flat = conjunction ? b.createOrFold<arith::AndIOp>(lhs, rhs) : b.createOrFold<arith::OrIOp>(lhs, rhs);
  b.setInsertionPointAfter(alternative);
  alternative.getResult(0).replaceAllUsesWith(flat);
  alternative.erase();
  return flat;
}
