// The tangents of the operations in the tables, from the rows of reverse mode.
//
// An elementwise operation's Jacobian is diagonal: what multiplies a cotangent
// multiplies a tangent.  Any other row gives the transpose of its Jacobian, as
// operations that are linear in the cotangent; transposed once more, by the
// rows of those operations, that is the Jacobian.
#include "Adjoints.h"
#include "Tangents.h"

#include "adgen/Analysis/Shapes.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/IR/InternalError.h"
#include "adgen/Ops/Rows.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

Value Tangents::rowTangent(Operation *op, Operation *copied) {
  const Row *row = rowOf(op);
  if (!row || row->isInactive()) {
    fail(op, internalError("there is no derivative rule for '" + op->getName().getStringRef() + "'"));
    return {};
  }
  Value tangent =
      row->kind == RowKind::General ? linearTangent(op, copied, *row) : elementwiseTangent(op, copied, *row);
  if (!tangent)
    fail(op, "adgen has no derivative rule for this operand of '" + row->name + "'");
  return tangent;
}

/// The derivative can be infinite where the value is finite.
static bool hasInfiniteSlope(const Row &row) {
  static const llvm::StringRef names[] = {"sqrt", "cbrt", "pow", "asin", "acos", "acosh"};
  return llvm::is_contained(names, row.name);
}

Value Tangents::elementwiseTangent(Operation *op, Operation *copied, const Row &row) {
  Value y = copied->getResult(0), sum;
  for (auto [i, operand] : llvm::enumerate(op->getOperands())) {
    if (!has(operand))
      continue;
    Value tangent = of(operand);
    SmallVector<Cotangent> all = row.pullback(b, copied->getOperands(), y, tangent);
    if (i >= all.size())
      continue;
    if (!all[i])
      return {};
    Value term = *all[i];
    if (!term)
      continue;
    // What does not move in this direction contributes nothing, whatever its slope.
    if (hasInfiniteSlope(row))
      term = applyRow(b, "guarded", {tangent, term});
    sum = sum ? applyRow(b, "add", {sum, term}) : term;
  }
  if (!sum)
    return zero(y);
  if (!isa<ad::TensorType>(y.getType()))
    return sum;
  // The rule is written as if all operands had the result's shape.
  if (!isa<ad::TensorType>(sum.getType()))
    return applyRow(b, "full_like", {y, sum});
  return Shapes().equal(sum, y) ? sum : applyRow(b, "broadcast_like", {sum, y}, y.getType());
}

/// What `value` becomes in the sum over all paths from `from`, with the cotangent of `value` given: the
/// operations between the two are linear in `from`, and stand in [first, last).
static Value transposed(ImplicitLocOpBuilder &b, Value from, Value value, Value cotangent,
                        llvm::ArrayRef<Operation *> ops) {
  llvm::DenseSet<Value> depends{from};
  for (Operation *op : ops)
    if (llvm::any_of(op->getOperands(), [&](Value v) { return depends.contains(v); }))
      depends.insert(op->result_begin(), op->result_end());
  Adjoints adjoints;
  adjoints.add(b, {value, ""}, cotangent);
  for (Operation *op : llvm::reverse(ops)) {
    if (op->getNumResults() != 1 || !depends.contains(op->getResult(0)) || isa<ListOp>(op))
      continue;
    Value known = adjoints.get({op->getResult(0), ""});
    if (!known)
      continue;
    const Row *row = rowOf(op);
    if (!row)
      return {};
    if (row->isInactive())
      continue;
    SmallVector<Cotangent> all = pullbackOf(b, *row, op, known, [](Value c) { return c; });
    for (auto [operand, c] : llvm::zip(op->getOperands(), all)) {
      if (!depends.contains(operand))
        continue;
      if (!c)
        return {};
      adjoints.add(b, {operand, ""}, *c);
    }
  }
  return adjoints.get({from, ""});
}

Value Tangents::linearTangent(Operation *op, Operation *copied, const Row &row) {
  Value y = copied->getResult(0), sum;
  // Linear in a list, whose elements' cotangents are parts of one.
  if (row.name == "concat" || row.name == "stack") {
    SmallVector<Value> operands(copied->getOperands());
    operands[0] = of(op->getOperand(0));
    return b.create<ApplyOp>(y.getType(), row.name, operands);
  }
  for (auto [i, operand] : llvm::enumerate(op->getOperands())) {
    if (!has(operand))
      continue;
    Value tangent = of(operand);
    // A stand-in for the cotangent of which only the place in the formulas matters, and the shape.
    auto cotangent = b.create<UndefOp>(y.getType());
    SmallVector<Cotangent> all = row.pullback(b, copied->getOperands(), y, cotangent);
    SmallVector<Operation *> ops;
    for (Operation *made = cotangent->getNextNode(); made && made != &*b.getInsertionPoint();
         made = made->getNextNode())
      ops.push_back(made);
    if (i < all.size() && !all[i])
      return {};
    Value term;
    if (i < all.size() && *all[i]) {
      term = transposed(b, cotangent, *all[i], tangent, ops);
      if (!term)
        return {};
    }
    cotangent.getResult().replaceAllUsesWith(y);
    cotangent.erase();
    if (term)
      sum = sum ? applyRow(b, "add", {sum, term}) : term;
  }
  return sum ? sum : zero(y);
}
