// Tensor operations that do nothing, given which shapes are equal: sums to the
// shape that is there already, factors of ones, constants spread over a shape
// that the other operand has anyway.
#include "Simplify.h"

#include "Constants.h"
#include "adgen/Analysis/Shapes.h"
#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/Ops/Rows.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "llvm/ADT/StringSwitch.h"

#include <map>

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;
using namespace adgen::optimize;

namespace {

/// No operation is erased during a sweep: Shapes and the rewrites keep values by address.
class Sweep {
public:
  explicit Sweep(func::FuncOp function) : function(function), b(function.getLoc(), function.getContext()) {}
  bool run();

private:
  /// What the operation can be replaced by; null if by nothing.
  Value simplify(ApplyOp op);
  Value simplifyLike(ApplyOp op);
  Value simplifyElementwise(ApplyOp op);
  Value simplifyNeutral(ApplyOp op);
  Value simplifySigns(ApplyOp op);
  /// What stands for the operand once the others spread it to the result's shape: the 1 of
  /// ones_like(x); null if nothing simpler does.
  Value spread(Value operand, ValueRange others);
  bool redirectShapes(ApplyOp op);
  void rememberShape(Value value);

  func::FuncOp function;
  ImplicitLocOpBuilder b;
  Shapes shapes;
  /// The first value of each shape and type so far in the function's own block.
  std::map<std::pair<ShapeOrigins, const void *>, Value> first;
};

} // namespace

static Type elementOf(Type type) {
  auto tensor = dyn_cast<ad::TensorType>(type);
  return tensor ? tensor.getElementType() : type;
}
static bool isTensor(Value value) { return isa<ad::TensorType>(value.getType()); }
static ApplyOp applied(Value value, llvm::StringRef row) {
  auto op = value.getDefiningOp<ApplyOp>();
  return op && op.getName() == row ? op : ApplyOp();
}
static bool isRow(ApplyOp op, llvm::ArrayRef<llvm::StringRef> names) {
  return llvm::is_contained(names, op.getName());
}

/// A scalar, or a tensor of rank 0 as the scalar that it was made from; null for any other.
static Value scalarIn(Value value) {
  if (!isTensor(value))
    return value;
  ApplyOp made = applied(value, "to_tensor");
  return made ? made.getOperands()[0] : Value();
}

/// Only the value's shape matters, to its users or to theirs.
static bool isShapeOnly(Value value) {
  return llvm::all_of(value.getUses(), [](OpOperand &use) {
    if (readsOnlyShape(use))
      return true;
    auto user = dyn_cast<ApplyOp>(use.getOwner());
    const Row *row = user ? rowNamed(user.getName()) : nullptr;
    return row && row->kind == RowKind::Elementwise && isShapeOnly(user.getResult());
  });
}

Value Sweep::spread(Value operand, ValueRange others) {
  if (!isTensor(operand) || llvm::none_of(others, isTensor))
    return {};
  if (Value scalar = scalarIn(operand))
    return scalar;
  auto op = operand.getDefiningOp<ApplyOp>();
  if (!op)
    return {};
  SmallVector<Value> rest(others);
  Value simple;
  if (op.getName() == "full_like") {
    simple = op.getOperands()[1];
  } else if (isRow(op, {"ones_like", "zeros_like"})) {
    if (shapes.absorbed(operand, others))
      return numberOf(b, elementOf(operand.getType()), op.getName() == "ones_like");
  } else if (isRow(op, {"expand_as", "broadcast_like"}) && shapes.isRankZero(op.getOperands()[0])) {
    simple = op.getOperands()[0];
  } else if (op.getName() == "mul") {
    for (unsigned i : {0, 1})
      if (applied(op.getOperands()[i], "ones_like"))
        simple = op.getOperands()[1 - i];
  }
  if (!simple || elementOf(simple.getType()) != elementOf(operand.getType()))
    return {};
  rest.push_back(simple);
  return shapes.absorbed(operand, rest) ? simple : Value();
}

/// Operations of the form f(value, like).
Value Sweep::simplifyLike(ApplyOp op) {
  ValueRange in = op.getOperands();
  if (isRow(op, {"sum_to", "broadcast_like"}) && in[0].getType() == op.getType()) {
    if (isTensor(in[0]) && isTensor(in[1]) && shapes.equal(in[0], in[1]))
      return in[0];
    // Sums of sums: the first one's shape is on the way to the second one's.
    if (ApplyOp inner = applied(in[0], op.getName()); inner && op.getName() == "sum_to" &&
                                                      shapes.absorbed(in[1], inner.getOperands()[1]) &&
                                                      inner.getOperands()[0].getType() == op.getType())
      return applyRow(b, "sum_to", {inner.getOperands()[0], in[1]}, op.getType());
  }
  if (isRow(op, {"broadcast_like", "expand_as"}) && isTensor(in[1]))
    if (Value scalar = scalarIn(in[0]); scalar && scalar.getType() == elementOf(op.getType()))
      return applyRow(b, "full_like", {in[1], scalar}, op.getType());
  if (isRow(op, {"ones_like", "zeros_like"}) && shapes.isRankZero(in[0]))
    return applyRow(b, "to_tensor", numberOf(b, elementOf(op.getType()), op.getName() == "ones_like"),
                    op.getType());
  if (op.getName() == "full_like" && shapes.isRankZero(in[0]))
    return applyRow(b, "to_tensor", in[1], op.getType());
  if (op.getName() == "item")
    return applied(in[0], "to_tensor") ? scalarIn(in[0]) : Value();
  return {};
}

/// Neutral elements, and operands that scalars can stand for.
Value Sweep::simplifyElementwise(ApplyOp op) {
  if (!isRow(op, {"add", "sub", "mul", "div", "pow", "maximum", "minimum", "guarded", "where", "equal",
                  "not_equal", "less", "less_equal", "greater", "greater_equal"}))
    return {};
  SmallVector<Value> operands(op.getOperands());
  // All scalars in the end: computed as one.
  SmallVector<Value> scalars;
  for (Value operand : operands)
    if (Value scalar = scalarIn(operand))
      scalars.push_back(scalar);
  if (scalars.size() == operands.size() && op.getName() != "where")
    return applyRow(b, "to_tensor", applyRow(b, op.getName(), scalars), op.getType());

  bool changed = false;
  for (unsigned i = op.getName() == "where" ? 1 : 0; i < operands.size(); ++i) {
    // Of its two values, one has to stay a tensor: the condition does not say of what.
    if (op.getName() == "where" && !isTensor(operands[3 - i]))
      continue;
    SmallVector<Value> others(operands);
    others.erase(others.begin() + i);
    if (Value simple = spread(operands[i], others)) {
      operands[i] = simple;
      changed = true;
    }
  }
  return changed ? applyRow(b, op.getName(), operands, op.getType()) : Value();
}

Value Sweep::simplifyNeutral(ApplyOp op) {
  if (op.getOperands().size() != 2)
    return {};
  for (unsigned i : {1, 0}) {
    Value x = op.getOperands()[1 - i];
    std::optional<double> number = constantOf(op.getOperands()[i]);
    if (!number || x.getType() != op.getType())
      continue;
    bool right = i == 1;
    if (*number == 1 && (op.getName() == "mul" || (right && op.getName() == "div")))
      return x;
    if (*number == -1 && op.getName() == "mul")
      return applyRow(b, "neg", x);
    // -0.0 + 0.0 is 0.0: only an adjoint may drop its sign.
    if (*number == 0 &&
        ((right && op.getName() == "sub") || (op.getName() == "add" && isReverse(op.getLoc()))))
      return x;
  }
  return {};
}

/// The sign comes out of products, and additions and signs swallow it.
Value Sweep::simplifySigns(ApplyOp op) {
  auto inner = [](Value value) {
    ApplyOp negation = applied(value, "neg");
    return negation ? negation.getOperands()[0] : Value();
  };
  ValueRange in = op.getOperands();
  if (op.getName() == "neg")
    return inner(in[0]);
  if (!isRow(op, {"add", "sub", "mul", "div"}))
    return {};
  Value minusX = inner(in[0]), minusY = inner(in[1]);
  if (op.getName() == "add" || op.getName() == "sub") {
    if (minusY)
      return applyRow(b, op.getName() == "add" ? "sub" : "add", {in[0], minusY}, op.getType());
    if (minusX && op.getName() == "add")
      return applyRow(b, "sub", {in[1], minusX}, op.getType());
    return {};
  }
  if (minusX && minusY)
    return applyRow(b, op.getName(), {minusX, minusY}, op.getType());
  if (!minusX && !minusY)
    return {};
  b.setLoc(withoutName(op.getLoc()));
  Value product = applyRow(b, op.getName(), {minusX ? minusX : in[0], minusY ? minusY : in[1]}, op.getType());
  b.setLoc(op.getLoc());
  return applyRow(b, "neg", product, op.getType());
}

Value Sweep::simplify(ApplyOp op) {
  if (!isTensor(op.getResult()) && op.getName() != "item")
    return {};
  for (auto rewrite :
       {&Sweep::simplifyLike, &Sweep::simplifyElementwise, &Sweep::simplifyNeutral, &Sweep::simplifySigns})
    if (Value simple = (this->*rewrite)(op))
      return simple;
  return {};
}

/// A value that is needed for its shape alone gives way to an earlier one of that shape.
bool Sweep::redirectShapes(ApplyOp op) {
  bool changed = false;
  const Row *row = rowNamed(op.getName());
  bool carriesShape = row && row->kind == RowKind::Elementwise && isShapeOnly(op.getResult());
  for (OpOperand &use : op->getOpOperands()) {
    Value value = use.get();
    if ((!carriesShape && !readsOnlyShape(use)) || !value.getDefiningOp() || !isTensor(value) ||
        (!nameOf(value.getLoc()).empty() && !isShapeOnly(value)))
      continue;
    auto earlier = first.find({shapes.originsOf(value), value.getType().getAsOpaquePointer()});
    if (earlier == first.end() || earlier->second == value)
      continue;
    // Nothing is gained by keeping another value alive for its shape alone.
    if (isShapeOnly(earlier->second) && !isShapeOnly(value))
      continue;
    use.set(earlier->second);
    changed = true;
  }
  // It is no longer what the source calls by this name.
  if (changed && carriesShape)
    op->setLoc(withoutName(op.getLoc()));
  return changed;
}

void Sweep::rememberShape(Value value) {
  if (!isTensor(value) || shapes.isRankZero(value))
    return;
  Value &known = first[{shapes.originsOf(value), value.getType().getAsOpaquePointer()}];
  // Best one that is computed anyway.
  if (!known || (isShapeOnly(known) && !isShapeOnly(value)))
    known = value;
}

bool Sweep::run() {
  bool changed = false;
  Block &body = function.getBody().front();
  for (BlockArgument argument : body.getArguments())
    rememberShape(argument);
  SmallVector<Operation *> ops, replaced;
  function.getBody().walk<WalkOrder::PreOrder>([&](Operation *op) { ops.push_back(op); });
  for (Operation *op : ops) {
    if (auto apply = dyn_cast<ApplyOp>(op)) {
      b.setInsertionPoint(op);
      b.setLoc(op->getLoc());
      if (Value simple = simplify(apply)) {
        op->getResult(0).replaceAllUsesWith(simple);
        replaced.push_back(op);
        changed = true;
        continue;
      }
      changed |= redirectShapes(apply);
    }
    if (op->getBlock() == &body && op->getNumResults() == 1)
      rememberShape(op->getResult(0));
  }
  for (Operation *op : llvm::reverse(ops))
    if (llvm::is_contained(replaced, op) || isOpTriviallyDead(op))
      op->erase();
  return changed;
}

bool optimize::simplifyTensors(func::FuncOp function) { return Sweep(function).run(); }
