// The gradient function around the reverse sweep: seeds, results, signature.

#include "adgen/Differentiate/Reverse.h"

#include "Sweep.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/Ops/Rows.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

namespace {

RecordType tupleType(MLIRContext *context, llvm::ArrayRef<Type> types) {
  std::string name = "std::tuple<";
  SmallVector<Attribute> names;
  for (auto [index, type] : llvm::enumerate(types)) {
    name += (index ? ", " : "") + cxxTypeOf(type);
    names.push_back(StringAttr::get(context, std::to_string(index)));
  }
  return RecordType::get(context, name + ">", ArrayAttr::get(context, names), types);
}

Value makeTuple(ImplicitLocOpBuilder &b, llvm::ArrayRef<Value> values) {
  Type type = tupleType(b.getContext(), llvm::to_vector(ValueRange(values).getTypes()));
  return b.createOrFold<MakeRecordOp>(type, values);
}

class GradientBuilder {
public:
  GradientBuilder(func::FuncOp primal, const ReverseRequest &request, const ReportError &error,
                  const ReportCut &cut)
      : primal(primal), request(request), error(error), cut(cut), b(primal.getLoc(), primal.getContext()) {}

  std::optional<ReverseResult> build();

private:
  Value rootOf(const Variable &variable);
  /// Seeds of one for every differentiable part of an output.
  void seed(Adjoints &adjoints, Value output, llvm::StringRef path, bool hasAux);
  Value gradientOf(const Adjoints &adjoints, Value root, const std::string &path);
  /// The gradients that are returned, as one value; null when there are none.
  Value packGradients(const Adjoints &adjoints);
  void reportCuts(const Activity &activity);
  std::string describeVariables();

  func::FuncOp primal;
  const ReverseRequest &request;
  const ReportError &error;
  const ReportCut &cut;
  ImplicitLocOpBuilder b;
  func::FuncOp function; ///< The value and gradient, while it is built.
  FunctionInfo info;
};

Value GradientBuilder::rootOf(const Variable &variable) {
  if (variable.global.empty())
    return function.getArgument(variable.argument);
  for (auto global : function.getOps<GlobalOp>())
    if (global.getCxxName() == variable.global)
      return global;
  return {};
}

void GradientBuilder::seed(Adjoints &adjoints, Value output, llvm::StringRef path, bool hasAux) {
  Value part = primalPart(b, output, path);
  if (!isDifferentiableType(part.getType()))
    return;
  if (auto record = dyn_cast<RecordType>(part.getType())) {
    for (Attribute field : record.getFieldNames()) {
      llvm::StringRef name = cast<StringAttr>(field).getValue();
      seed(adjoints, output, path.empty() ? name.str() : (path + "." + name).str(), false);
      if (hasAux)
        return;
    }
  } else if (isa<FloatType>(part.getType())) {
    adjoints.add(b, {output, path.str()}, b.create<arith::ConstantOp>(b.getFloatAttr(part.getType(), 1)));
  } else if (isa<ad::TensorType>(part.getType())) {
    adjoints.add(b, {output, path.str()}, applyRow(b, "ones_like", part));
  }
}

Value GradientBuilder::gradientOf(const Adjoints &adjoints, Value root, const std::string &path) {
  Value part = primalPart(b, root, path);
  Type type = part.getType();
  if (auto record = dyn_cast<RecordType>(type)) {
    SmallVector<Value> fields;
    for (Attribute field : record.getFieldNames())
      fields.push_back(gradientOf(
          adjoints, root, (path.empty() ? "" : path + ".") + cast<StringAttr>(field).getValue().str()));
    return b.create<MakeRecordOp>(record, fields);
  }
  if (Value adjoint = adjoints.get({root, path}))
    return adjoint;
  if (isa<FloatType, IntegerType>(type))
    return b.create<arith::ConstantOp>(cast<TypedAttr>(b.getZeroAttr(type)));
  if (isa<ad::TensorType>(type))
    return applyRow(b, "zeros_like", part);
  return b.create<LiteralOp>(type, "{}");
}

/// d_w for the gradient of model.w.
void nameGradient(Value gradient, llvm::StringRef variable) {
  Operation *op = gradient.getDefiningOp();
  llvm::StringRef member = variable.substr(variable.rfind('.') + 1);
  if (op && isReverse(op->getLoc()) && nameOf(op->getLoc()).empty() && !op->hasTrait<OpTrait::ConstantLike>())
    op->setLoc(withName(op->getLoc(), ("d_" + member).str()));
}

Value GradientBuilder::packGradients(const Adjoints &adjoints) {
  auto joinPath = [](const Variable &variable) { return llvm::join(variable.path, "."); };
  SmallVector<Value> positions;
  for (const Variable &variable : request.wrt) {
    if (variable.global.empty() && variable.path.empty() &&
        info.params[variable.argument].kind == ParamKind::Reference)
      continue; // through its buffer
    positions.push_back(gradientOf(adjoints, rootOf(variable), joinPath(variable)));
    nameGradient(positions.back(), variable.name);
  }
  Value byPosition = positions.empty()       ? Value()
                     : positions.size() == 1 ? positions.front()
                                             : makeTuple(b, positions);
  if (!request.hasWeights)
    return byPosition;
  // All parameters, then all their gradients.
  SmallVector<Value> operands, gradients;
  for (const Variable &variable : request.weights) {
    Value root = rootOf(variable);
    operands.push_back(primalPart(b, root, joinPath(variable)));
    gradients.push_back(gradientOf(adjoints, root, joinPath(variable)));
    nameGradient(gradients.back(), variable.name);
  }
  operands.append(gradients);
  Type type =
      ad::OpaqueType::get(b.getContext(), "adgen::Gradients<" + std::to_string(request.weights.size()) + ">");
  Value weights = b.create<ApplyOp>(type, "collect_trainable", operands);
  return byPosition ? makeTuple(b, {byPosition, weights}) : weights;
}

void GradientBuilder::reportCuts(const Activity &activity) {
  function.walk([&](Operation *op) {
    if (isa<arith::FPToSIOp, arith::FPToUIOp>(op) && activity.isVaried(op->getOperand(0)))
      cut(op->getLoc());
  });
}

std::optional<ReverseResult> GradientBuilder::build() {
  info = getFunctionInfo(primal);
  function = primal.clone();
  primal->getParentOfType<ModuleOp>().push_back(function);
  function.setSymName((primal.getSymName() + "." + request.valueAndGradName).str());
  Block &body = function.getBody().front();
  auto ret = cast<func::ReturnOp>(body.getTerminator());
  SmallVector<Operation *> ops;
  for (Operation &op : body.without_terminator())
    ops.push_back(&op);
  b.setInsertionPoint(ret);
  b.setLoc(asReverse(ret.getLoc()));

  SmallVector<Value> independent, dependent;
  for (const auto *variables : {&request.wrt, &request.weights})
    for (const Variable &variable : *variables)
      if (Value root = rootOf(variable))
        independent.push_back(root);
      else {
        error(primal.getLoc(), "'" + primal.getSymName().ltrim(':').str() + "' does not read '" +
                                   variable.name + "': there is nothing to differentiate");
        function.erase();
        return std::nullopt;
      }

  // Seeds: one for each returned part, the buffer's content for what is written back.
  Adjoints adjoints;
  Value output = info.returnsValue() ? ret.getOperand(0) : Value();
  unsigned index = output ? 1 : 0;
  FunctionInfo extended = info;
  SmallVector<std::pair<unsigned, Value>> buffers; // argument, its buffer's initial content
  for (auto [argument, param] : llvm::enumerate(info.params)) {
    if (param.kind == ParamKind::Value)
      continue;
    Value final = ret.getOperand(index++);
    bool asked = llvm::any_of(request.wrt, [&, argument = argument](const Variable &v) {
      return v.global.empty() && v.argument == argument;
    });
    if (!asked)
      continue;
    Location loc = withName(b.getLoc(), "d_" + param.name);
    Value buffer = body.addArgument(final.getType(), loc);
    extended.params.push_back({"d_" + param.name, cxxTypeOf(final.getType()) + " *", ParamKind::Pointer});
    buffers.push_back({argument, buffer});
    adjoints.add(b, {final, ""}, buffer);
    dependent.push_back(final);
  }
  if (output) {
    seed(adjoints, output, "", request.hasAux);
    dependent.push_back(output);
  }

  Activity activity(function, independent, dependent);
  reportCuts(activity);
  Sweep sweep(b, activity, error);
  sweep.run(ops, adjoints);
  if (sweep.hasFailed()) {
    function.erase();
    return std::nullopt;
  }

  b.setLoc(asReverse(ret.getLoc()));
  Value gradients = packGradients(adjoints);
  for (auto [argument, buffer] : buffers)
    ret->insertOperands(ret.getNumOperands(), gradientOf(adjoints, function.getArgument(argument), ""));
  if (gradients)
    ret->insertOperands(0, gradients);

  // Both functions end in (gradients, value, what is written back…); each keeps what it returns.
  func::FuncOp grad = function.clone();
  primal->getParentOfType<ModuleOp>().push_back(grad);
  grad.setSymName((primal.getSymName() + "." + request.gradName).str());
  bool hasGradients(gradients), hasOutput(output);
  auto finish = [&](func::FuncOp f, llvm::StringRef name, llvm::StringRef doc,
                    llvm::function_ref<Value(Value gradients, Value output)> pack) {
    auto end = cast<func::ReturnOp>(f.getBody().front().getTerminator());
    b.setInsertionPoint(end);
    Value returned =
        pack(hasGradients ? end.getOperand(0) : Value(), hasOutput ? end.getOperand(hasGradients) : Value());
    end->eraseOperands(0, hasGradients + hasOutput);
    if (returned)
      end->insertOperands(0, returned);
    f.setFunctionType(
        FunctionType::get(f.getContext(), f.getBody().getArgumentTypes(), end->getOperandTypes()));
    FunctionInfo own = extended;
    own.cxxName = name.str();
    own.doc = doc.str();
    own.resultType = returned ? cxxTypeOf(returned.getType()) : "void";
    setFunctionInfo(f, own);
  };
  finish(grad, request.gradName, "Gradient of `" + info.cxxName + "`" + describeVariables() + ".",
         [&](Value gradients, Value output) {
           if (!request.hasAux)
             return gradients;
           SmallVector<Value> aux;
           auto record = cast<RecordType>(output.getType());
           for (Attribute field : record.getFieldNames().getValue().drop_front())
             aux.push_back(primalPart(b, output, cast<StringAttr>(field).getValue()));
           return makeTuple(b, {gradients, makeTuple(b, aux)});
         });
  finish(function, request.valueAndGradName,
         "Value and gradient of `" + info.cxxName + "`" + describeVariables() + ".",
         [&](Value gradients, Value output) {
           return gradients && output ? makeTuple(b, {output, gradients}) : gradients ? gradients : output;
         });
  return ReverseResult{grad, function};
}

/// " with respect to x and y"
std::string GradientBuilder::describeVariables() {
  std::vector<std::string> names;
  names.reserve(request.wrt.size() + request.weights.size());
  for (const Variable &variable : request.wrt)
    names.push_back("`" + variable.name + "`");
  for (const Variable &variable : request.weights)
    names.push_back("`" + variable.name + "`");
  std::string text = " with respect to ";
  for (auto [index, name] : llvm::enumerate(names))
    text += (index == 0 ? "" : index + 1 == names.size() ? " and " : ", ") + name;
  return text;
}

} // namespace

std::optional<ReverseResult> adgen::differentiateReverse(func::FuncOp f, const ReverseRequest &request,
                                                         const ReportError &error, const ReportCut &cut) {
  return GradientBuilder(f, request, error, cut).build();
}
