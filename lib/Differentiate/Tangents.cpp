#include "Tangents.h"

#include "Adjoints.h"
#include "Copies.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/Ops/Rows.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

bool adgen::hasTangentType(Type type) {
  if (auto stack = dyn_cast<StackType>(type))
    return hasTangentType(stack.getElementType());
  return isDifferentiableType(type) || holdsPointer(type);
}

Tangents::Tangents(func::FuncOp source, llvm::ArrayRef<Value> independent, llvm::ArrayRef<Value> dependent,
                   ImplicitLocOpBuilder &b, TangentFunctions &functions)
    : memory(source), activity(source, memory, independent, dependent), needs(source, memory, activity), b(b),
      functions(functions) {}

bool Tangents::has(Value value) const {
  Type type = value.getType();
  if (auto stack = dyn_cast<StackType>(type))
    type = stack.getElementType();
  return activity.isActive(value) || (holdsPointer(type) && needs(value));
}

/// An object with an array in it is made in memory: an array is no value that an expression could name.
static bool holdsArray(RecordType record) {
  return llvm::any_of(record.getFieldTypes(), [](Type field) {
    auto inner = dyn_cast<RecordType>(field);
    return isa<ad::ArrayType>(field) || (inner && holdsArray(inner));
  });
}

/// Zero for numbers; for what has no derivative whatever there is, for nobody reads it.
Value Tangents::zeroPart(Value copy, Type type) {
  if (isa<FloatType, IntegerType>(type))
    return b.create<arith::ConstantOp>(cast<TypedAttr>(b.getZeroAttr(type)));
  if (isa<ad::TensorType>(type) && isDifferentiableType(type))
    return applyRow(b, "zeros_like", copy);
  if (auto record = dyn_cast<RecordType>(type)) {
    if (!record.isTuple() && holdsArray(record))
      return b.create<LoadOp>(b.create<LocalOp>(PtrType::get(type), Value(), /*zero=*/true));
    SmallVector<Value> fields;
    for (auto [name, field] : llvm::zip(record.getFieldNames(), record.getFieldTypes()))
      fields.push_back(
          zeroPart(b.createOrFold<ExtractOp>(field, copy, cast<StringAttr>(name).getValue()), field));
    return b.create<MakeRecordOp>(record, fields);
  }
  if (auto list = copy.getDefiningOp<ListOp>(); list && isDifferentiableType(type)) {
    SmallVector<Value> elements;
    for (Value element : list.getElements())
      elements.push_back(zeroPart(element, element.getType()));
    return b.create<ListOp>(type, elements);
  }
  if (auto array = dyn_cast<ad::ArrayType>(type); array && array.isDynamic())
    if (auto load = copy.getDefiningOp<LoadOp>())
      return b.create<LoadOp>(zeroLike(b, b.getLoc(), PtrType::get(type), load.getPointer()));
  if (isa<ad::ArrayType>(type) && isa_and_nonnull<LiteralOp>(copy.getDefiningOp()))
    return copy; // {}
  if (isa<ad::ArrayType>(type))
    return b.create<LoadOp>(b.create<LocalOp>(PtrType::get(type), Value(), /*zero=*/true));
  return copy;
}

Value Tangents::zero(Value copy) {
  Type type = copy.getType();
  if (isa<PtrType>(type))
    return isa_and_nonnull<UndefOp>(copy.getDefiningOp()) ? Value(b.create<UndefOp>(type))
                                                          : Value(b.create<NullOp>(type));
  return zeroPart(copy, type);
}

Value Tangents::of(Value value) {
  if (Value known = tangents.lookup(value))
    return known;
  if (isa<PtrType>(value.getType()) && !isa_and_nonnull<NullOp, UndefOp>(value.getDefiningOp()) &&
      needs(value))
    functions.fail(value.getLoc(),
                   "adgen cannot follow where the derivative of what this pointer points to is kept");
  return zero(copyOf(value));
}

Operation *Tangents::copy(Operation *op) { return b.clone(*op, copies); }

/// The tangent of y is d_y.
static void nameTangent(Value tangent, Operation *primal, Operation *copied) {
  Operation *op = tangent.getDefiningOp();
  llvm::StringRef name = nameOf(primal->getLoc());
  if (name.empty() || !op || op->getBlock() != copied->getBlock() || !copied->isBeforeInBlock(op) ||
      op->getNumResults() != 1 || !nameOf(op->getLoc()).empty() || op->hasTrait<OpTrait::ConstantLike>())
    return;
  op->setLoc(withName(op->getLoc(), ("d_" + name).str()));
}

void Tangents::run(Block &block) {
  for (Operation &op : block.without_terminator())
    visit(&op);
}

void Tangents::visit(Operation *op) {
  b.setLoc(withoutName(op->getLoc()));
  if (auto branch = dyn_cast<scf::IfOp>(op))
    return visit(branch);
  if (auto loop = dyn_cast<scf::ForOp>(op))
    return visit(loop);
  if (auto loop = dyn_cast<scf::WhileOp>(op))
    return visit(loop);
  if (auto call = dyn_cast<func::CallOp>(op))
    return visit(call);
  if (visitMemory(op))
    return;
  if (isa<arith::FPToSIOp, arith::FPToUIOp>(op) && activity.isVaried(op->getOperand(0)))
    functions.reportCut(op->getLoc());
  Operation *copied = copy(op);
  if (op->getNumResults() != 1 || !has(op->getResult(0)))
    return;
  Value result = op->getResult(0);
  if (isSet(result)) // a global that is a variable of differentiation
    return;
  Value tangent = tangentOf(op, copied);
  if (!tangent)
    return;
  nameTangent(tangent, op, copied);
  tangents[result] = tangent;
}

Value Tangents::tangentOf(Operation *op, Operation *copied) {
  if (auto record = dyn_cast<MakeRecordOp>(op)) {
    SmallVector<Value> fields;
    for (Value field : record.getFields())
      fields.push_back(has(field) ? of(field) : zeroPart(copyOf(field), field.getType()));
    return b.create<MakeRecordOp>(record.getType(), fields);
  }
  if (auto extract = dyn_cast<ExtractOp>(op))
    return b.createOrFold<ExtractOp>(extract.getType(), of(extract.getRecord()), extract.getField());
  if (auto list = dyn_cast<ListOp>(op)) {
    SmallVector<Value> elements;
    for (Value element : list.getElements())
      elements.push_back(of(element));
    return b.create<ListOp>(list.getType(), elements);
  }
  if (auto select = dyn_cast<arith::SelectOp>(op); select && select.getCondition().getType().isInteger(1))
    return b.createOrFold<arith::SelectOp>(copyOf(select.getCondition()), of(select.getTrueValue()),
                                           of(select.getFalseValue()));
  if (isa<arith::ExtFOp>(op))
    return b.createOrFold<arith::ExtFOp>(op->getResult(0).getType(), of(op->getOperand(0)));
  if (isa<arith::TruncFOp>(op))
    return b.createOrFold<arith::TruncFOp>(op->getResult(0).getType(), of(op->getOperand(0)));
  return rowTangent(op, copied);
}
