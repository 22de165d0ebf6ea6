#include "adgen/Analysis/Bounds.h"

#include "adgen/Analysis/Address.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/IR/LoopVariables.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

/// The loop's variable, of which its body sees one value at a time, is less than this.
static bool isBelow(Value variable, Value bound) {
  scf::ForOp loop = loopCounting(withoutExtension(variable));
  if (!loop)
    return false;
  Value upper = withoutExtension(loop.getUpperBound());
  APInt last, limit;
  if (matchPattern(upper, m_ConstantInt(&last)) && matchPattern(bound, m_ConstantInt(&limit)))
    return last.getSExtValue() <= limit.getSExtValue();
  return upper == withoutExtension(bound);
}

/// `bound` is one * other.
static bool isProduct(Value bound, Value one, Value other) {
  auto product = withoutExtension(bound).getDefiningOp<arith::MulIOp>();
  if (!product || product->hasAttr(wrapsMark))
    return false;
  Value left = withoutExtension(product.getLhs()), right = withoutExtension(product.getRhs());
  one = withoutExtension(one), other = withoutExtension(other);
  return (left == one && right == other) || (left == other && right == one);
}

/// i < bound; or i * columns + j < rows * columns.
static bool isIndexInside(llvm::ArrayRef<std::pair<Value, int64_t>> terms, Value bound) {
  if (terms.size() == 1)
    return isNotNegative(terms[0].first) && isBelow(terms[0].first, bound);
  for (auto [row, column] :
       {std::pair(terms[0].first, terms[1].first), std::pair(terms[1].first, terms[0].first)}) {
    auto start = withoutExtension(row).getDefiningOp<arith::MulIOp>();
    if (!start || start->hasAttr(wrapsMark) || !isNotNegative(column))
      continue;
    for (auto [index, columns] :
         {std::pair(start.getLhs(), start.getRhs()), std::pair(start.getRhs(), start.getLhs())})
      if (scf::ForOp loop = loopCounting(withoutExtension(index));
          loop && isNotNegative(index) && isBelow(column, columns) &&
          isProduct(bound, loop.getUpperBound(), columns))
        return true;
  }
  return false;
}

bool adgen::isInside(Value pointer) {
  const Address address(pointer);
  Operation *root = address.root().getDefiningOp();
  if (!root || !isa<LocalOp, HeapOp, TableOp>(root))
    return false;
  Type type = cast<PtrType>(pointer.getType()).getPointee();
  if (auto table = dyn_cast<TableOp>(root))
    return address.isWithin(table.getValues().size(), type);
  const int64_t element = flatSize(cast<PtrType>(root->getResult(0).getType()).getPointee());
  auto local = dyn_cast<LocalOp>(root);
  Value count = local ? local.getCount() : cast<HeapOp>(root).getCount();
  APInt number;
  if (!count || matchPattern(count, m_ConstantInt(&number)))
    return address.isWithin((count ? number.getSExtValue() : 1) * element, type);
  return address.offset() == 0 && flatSize(type) == element && !address.summands().empty() &&
         address.summands().size() <= 2 &&
         llvm::all_of(address.summands(), [&](const auto &term) { return term.second == element; }) &&
         isIndexInside(address.summands(), count);
}

bool adgen::runsAtLeastOnce(scf::ForOp loop) {
  APInt lower, upper;
  return matchPattern(loop.getLowerBound(), m_ConstantInt(&lower)) &&
         matchPattern(loop.getUpperBound(), m_ConstantInt(&upper)) && lower.slt(upper);
}
