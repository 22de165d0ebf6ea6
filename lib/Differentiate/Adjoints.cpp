#include "Adjoints.h"

#include "adgen/Analysis/Activity.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/Ops/Rows.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

Value adgen::addAdjoints(ImplicitLocOpBuilder &b, Value x, Value z) { return applyRow(b, "add", {x, z}); }

void Adjoints::add(ImplicitLocOpBuilder &b, const Part &part, Value contribution) {
  if (!contribution)
    return;
  // A list's adjoint is the list of its elements' adjoints.
  if (auto list = contribution.getDefiningOp<ListOp>()) {
    if (auto made = part.value.getDefiningOp<ListOp>()) {
      for (auto [element, c] : llvm::zip(made.getElements(), list.getElements()))
        if (isDifferentiableType(element.getType()))
          add(b, {element, ""}, c);
    }
    return;
  }
  Value &adjoint = parts[part];
  adjoint = adjoint ? addAdjoints(b, adjoint, contribution) : contribution;
}

SmallVector<Part> Adjoints::partsOf(Value value) const {
  SmallVector<Part> found;
  for (auto &[part, adjoint] : parts)
    if (part.value == value && adjoint)
      found.push_back(part);
  return found;
}

Value adgen::primalPart(ImplicitLocOpBuilder &b, Value value, llvm::StringRef path) {
  while (!path.empty()) {
    auto [head, tail] = path.split('.');
    auto record = cast<RecordType>(value.getType());
    value = b.createOrFold<ExtractOp>(record.getFieldTypes()[*record.fieldIndex(head)], value, head);
    path = tail;
  }
  return value;
}

Value adgen::zeroAdjoint(ImplicitLocOpBuilder &b, Value primal) {
  Type type = primal.getType();
  if (isa<FloatType>(type))
    return b.create<arith::ConstantOp>(b.getFloatAttr(type, 0));
  return applyRow(b, "zeros_like", primal);
}

Value adgen::makeTuple(ImplicitLocOpBuilder &b, llvm::ArrayRef<Value> values) {
  Type type = tupleType(b.getContext(), llvm::to_vector(ValueRange(values).getTypes()));
  return b.createOrFold<MakeRecordOp>(type, values);
}
