#include "Tangents.h"

#include "Adjoints.h"
#include "Prepare.h"

#include "adgen/IR/Function.h"
#include "adgen/Ops/Rows.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

Tangents::Tangents(const Facts &facts, const ReportError &error, MLIRContext *context)
    : facts(facts), error(error), b(UnknownLoc::get(context), context) {}

void Tangents::fail(Location loc, const llvm::Twine &message) {
  failed = true;
  error(loc, message.str());
}

Value Tangents::zero(Value value) {
  Type type = value.getType();
  if (isa<FloatType, IntegerType>(type))
    return b.create<arith::ConstantOp>(cast<TypedAttr>(b.getZeroAttr(type)));
  if (auto record = dyn_cast<RecordType>(type)) {
    SmallVector<Value> fields;
    for (Attribute name : record.getFieldNames())
      fields.push_back(zero(primalPart(b, value, cast<StringAttr>(name).getValue())));
    return b.create<MakeRecordOp>(record, fields);
  }
  if (isa<ad::TensorType>(type))
    return applyRow(b, "zeros_like", value);
  return b.create<LiteralOp>(type, "{}");
}

Value Tangents::tangent(Value value) {
  Value known = tangents.lookup(value);
  return known ? known : zero(value);
}

Value Tangents::of(Value value, Operation *before) {
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPoint(before);
  b.setLoc(before->getLoc());
  return tangent(value);
}

void Tangents::run(Block &block) {
  SmallVector<Operation *> ops;
  for (Operation &op : block.without_terminator())
    if (facts.primal.contains(&op))
      ops.push_back(&op);
  for (Operation *op : ops)
    operation(op);
}

void Tangents::operation(Operation *op) {
  if (isa<scf::IfOp, scf::ForOp, scf::WhileOp>(op))
    return fillSlots(
        op, facts.slots,
        [&](Value value, Operation *user) {
          return isa<PtrType>(value.getType()) || holdsPointer(value.getType()) ? Value() : of(value, user);
        },
        [&](Block &block) { run(block); }, [&](Value value, Value beside) { tangents[value] = beside; });
  b.setInsertionPointAfter(op);
  b.setLoc(withoutName(op->getLoc()));
  if (isa<LoadOp, StoreOp>(op))
    return memory(op);
  if (isa<func::CallOp>(op))
    return call(op);
  if (op->getNumResults() != 1 || !facts.activity.isActive(op->getResult(0)))
    return;
  Value result = op->getResult(0), made;
  if (isa<StopGradientOp>(op))
    return;
  if (isa<ExtractOp, MakeRecordOp, ListOp, arith::ExtFOp, arith::TruncFOp>(op)) {
    IRMapping mapping;
    for (Value operand : op->getOperands())
      mapping.map(operand, isDifferentiableType(operand.getType()) ? tangent(operand) : zero(operand));
    made = b.clone(*op, mapping)->getResult(0);
  } else {
    made = row(op);
  }
  if (!made)
    return;
  if (Operation *own = made.getDefiningOp(); own && !nameOf(result.getLoc()).empty() &&
                                             nameOf(own->getLoc()).empty() &&
                                             !own->hasTrait<OpTrait::ConstantLike>())
    own->setLoc(withName(own->getLoc(), ("d_" + nameOf(result.getLoc())).str()));
  tangents[result] = made;
}

void Tangents::memory(Operation *op) {
  if (auto load = dyn_cast<LoadOp>(op)) {
    if (facts.activity.isActive(load) && facts.needs(load.getPointer())) {
      Value made = b.create<LoadOp>(facts.shadows(load.getPointer()));
      made.setLoc(shadowLoc(load));
      tangents[load] = made;
    }
    return;
  }
  auto store = cast<StoreOp>(op);
  Type type = store.getValue().getType();
  if (!isDifferentiableType(type) || !facts.needs(store.getPointer()))
    return;
  if (holdsPointer(type))
    return fail(op->getLoc(),
                "adgen does not differentiate a record that holds pointers and is stored as a whole");
  b.setInsertionPoint(op);
  // In front of the store: where the caller passes one array for two parameters, as the primal does.
  Value value = tangent(store.getValue());
  b.setInsertionPointAfter(op);
  b.create<StoreOp>(value, facts.shadows(store.getPointer()));
}

Value Tangents::row(Operation *op) {
  const Row *row = rowOf(op);
  if (!row) {
    fail(op->getLoc(), "adgen has no derivative rule for '" + op->getName().getStringRef() + "'");
    return {};
  }
  if (row->isInactive())
    return {};
  if (row->kind != RowKind::Elementwise)
    return generalRow(op);
  Value result = op->getResult(0), sum;
  bool tensor = isa<ad::TensorType>(result.getType());
  for (auto [index, operand] : llvm::enumerate(op->getOperands())) {
    Value known = tangents.lookup(operand);
    if (!known)
      continue;
    if (tensor)
      known = applyRow(b, isa<ad::TensorType>(known.getType()) ? "broadcast_like" : "full_like",
                       isa<ad::TensorType>(known.getType()) ? ValueRange{known, result}
                                                            : ValueRange{result, known});
    auto cotangents = row->pullback(b, op->getOperands(), result, known);
    if (index >= cotangents.size())
      continue;
    if (!cotangents[index]) {
      fail(op->getLoc(), "adgen has no derivative rule for this operand of '" + row->name + "'");
      return {};
    }
    if (Value part = *cotangents[index])
      sum = sum ? addAdjoints(b, sum, part) : part;
  }
  return sum;
}

/// Rows that are linear in their first operand, and in their first two.
Value Tangents::generalRow(Operation *op) {
  static const llvm::StringSet<> linear = {
      "sum",         "mean",         "reshape",      "transpose",    "permute",   "permute_inverse",
      "expand_dims", "squeeze",      "flip",         "broadcast_to", "slice",     "pad",
      "split_part",  "sum_to",       "item",         "at",           "expand_as", "broadcast_like",
      "to_tensor",   "gather",       "index_select", "cast",         "full",      "take_along_axis",
      "same_shape",  "reshape_like", "concat",       "stack",        "tensor_of"};
  static const llvm::StringSet<> bilinear = {"matmul", "dot", "outer"};
  auto apply = cast<ApplyOp>(op);
  llvm::StringRef name = apply.getName();
  unsigned count = linear.contains(name) ? 1 : bilinear.contains(name) ? 2 : 0;
  if (count == 0) {
    fail(op->getLoc(),
         "adgen has no rule for '" + name + "' in mode(jvp) yet; use mode(reverse) or mode(vjp)");
    return {};
  }
  Value sum;
  for (unsigned i = 0; i < count; ++i) {
    Value known = tangents.lookup(apply.getOperands()[i]);
    if (!known)
      continue;
    SmallVector<Value> operands(apply.getOperands());
    operands[i] = known;
    Value part = b.create<ApplyOp>(apply.getType(), name, operands);
    sum = sum ? addAdjoints(b, sum, part) : part;
  }
  return sum;
}

void Tangents::call(Operation *op) {
  auto call = cast<func::CallOp>(op);
  SmallVector<bool> active;
  for (Value operand : call.getOperands())
    active.push_back(facts.needs(operand) || tangents.contains(operand));
  if (llvm::none_of(active, [](bool is) { return is; }))
    return;
  func::FuncOp helper = facts.helpers.helperFor(call, active);
  if (!helper) {
    failed = true;
    return;
  }
  SmallVector<Value> operands(call.getOperands());
  for (auto [operand, is] : llvm::zip(call.getOperands(), active))
    if (is)
      operands.push_back(holdsPointer(operand.getType()) ? facts.shadows(operand) : tangent(operand));
  b.setInsertionPoint(op);
  auto made = b.create<func::CallOp>(helper.getSymName(), helper.getFunctionType().getResults(), operands);
  // (value, tangent) in place of the value; nothing in place of nothing.
  if (call.getNumResults() == 1) {
    Value value = made.getResult(0);
    if (isDifferentiableType(call.getResult(0).getType())) {
      tangents[call.getResult(0)] = primalPart(b, value, "1");
      value = primalPart(b, value, "0");
    }
    // The call is left to be read by the analyses; nobody else does.
    call.getResult(0).replaceUsesWithIf(value, [&](OpOperand &) { return true; });
    tangents[value] = tangents.lookup(call.getResult(0));
  }
  op->erase();
}

bool adgen::buildTangents(func::FuncOp function, llvm::ArrayRef<std::pair<Value, Value>> known,
                          llvm::ArrayRef<Value> dependentArguments, ForwardHelpers &helpers,
                          const ReportError &error, const ReportCut &cut,
                          SmallVectorImpl<Value> &resultTangents) {
  auto ret = cast<func::ReturnOp>(function.getBody().front().getTerminator());
  SmallVector<Value> independent;
  for (auto [value, tangent] : known)
    independent.push_back(value);
  auto analyse = [&](auto &&use) {
    SmallVector<Value> dependent(dependentArguments);
    dependent.append(ret.getOperands().begin(), ret.getOperands().end());
    Memory memory(function);
    Activity activity(function, memory, independent, dependent);
    use(activity, ShadowNeeds(function, memory, activity));
  };
  SlotMap slots;
  analyse([&](const Activity &activity, const ShadowNeeds &needs) {
    function.walk([&](Operation *op) {
      if (isa<arith::FPToSIOp, arith::FPToUIOp>(op) && activity.isVaried(op->getOperand(0)))
        cut(op->getLoc());
    });
    SmallVector<Operation *> structured;
    function.walk<WalkOrder::PreOrder>([&](Operation *op) {
      if (isa<scf::IfOp, scf::ForOp, scf::WhileOp>(op))
        structured.push_back(op);
    });
    auto typeFor = [&](Value value) {
      bool beside = holdsPointer(value.getType()) ? needs(value) : activity.isActive(value);
      return beside ? value.getType() : Type();
    };
    for (Operation *op : structured)
      addSlotsBeside(op, typeFor, slots);
  });
  bool done = false;
  analyse([&](const Activity &activity, const ShadowNeeds &needs) {
    llvm::DenseSet<Operation *> primal;
    function.walk([&](Operation *op) { primal.insert(op); });
    Shadows shadows(function, activity, needs, slots, error, nullptr, ShadowUse::Tangents);
    for (auto [value, tangent] : known)
      if (holdsPointer(value.getType()))
        shadows.set(value, tangent);
    if (!shadows.build())
      return;
    Tangents::Facts facts{activity, needs, shadows, slots, helpers, primal};
    Tangents tangents(facts, error, function.getContext());
    for (auto [value, tangent] : known)
      if (!holdsPointer(value.getType()))
        tangents.set(value, tangent);
    tangents.run(function.getBody().front());
    if (tangents.hasFailed())
      return;
    for (Value operand : ret.getOperands())
      resultTangents.push_back(isDifferentiableType(operand.getType()) ? tangents.of(operand, ret) : Value());
    done = true;
  });
  return done;
}
