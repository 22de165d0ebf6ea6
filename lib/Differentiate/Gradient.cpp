// The gradient function around the reverse sweep: seeds, results, signature.

#include "adgen/Differentiate/Reverse.h"

#include "Copies.h"
#include "Prepare.h"
#include "Recording.h"
#include "Recursion.h"
#include "Sweep.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/IR/InternalError.h"
#include "adgen/IR/Report.h"
#include "adgen/Ops/Rows.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

namespace {

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
  Value packGradients(const Adjoints &adjoints, const Shadows &shadows);
  bool isAsked(unsigned argument);
  bool hasBuffer(unsigned argument);
  bool isValueLike(unsigned argument);
  bool findVariables(SmallVectorImpl<Value> &independent);
  SmallVector<Value> dependents();
  void addBuffers(Shadows &shadows, Adjoints &adjoints);
  bool addSeeds(Adjoints &adjoints, Value output);
  bool seedArrays(const Shadows &shadows, const ShadowNeeds &needs);
  bool sweep(Adjoints &adjoints);
  void finishGradients(const Adjoints &adjoints, const Shadows &shadows);
  void reportCuts(const Activity &activity);
  std::string describeVariables();

  func::FuncOp primal;
  const ReverseRequest &request;
  const ReportError &error;
  const ReportCut &cut;
  ImplicitLocOpBuilder b;
  func::FuncOp function;                           ///< The value and gradient, while it is built.
  FunctionInfo info;                               ///< Of the primal.
  FunctionInfo extended;                           ///< With the parameters that the gradient has beside.
  SmallVector<std::pair<unsigned, Value>> buffers; ///< References: argument, its buffer's initial content.
  std::vector<Part> arrays;                        ///< Parts of the output, to be seeded in memory.
  Value cotangent;                                 ///< Of an output that is one array: where it is.
  std::vector<func::FuncOp> helpers;               ///< Of recursive callees.
  bool hasGradients = false;                       ///< The first operand of the function's return.
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
  } else if (isa<ad::ArrayType>(part.getType())) {
    arrays.push_back({output, path.str()});
  }
}

/// Arrays have no adjoint as a value: that of the memory they were loaded from gets the seeds.
bool GradientBuilder::seedArrays(const Shadows &shadows, const ShadowNeeds &needs) {
  for (Part part : arrays) {
    for (;;) {
      auto [field, rest] = llvm::StringRef(part.path).split('.');
      if (auto record = part.value.getDefiningOp<MakeRecordOp>(); record && !field.empty())
        part = {record.getFields()[*record.getType().fieldIndex(field)], rest.str()};
      else if (auto extract = part.value.getDefiningOp<ExtractOp>())
        part = {extract.getRecord(), extract.getField().str() + (part.path.empty() ? "" : "." + part.path)};
      else
        break;
    }
    auto load = part.value.getDefiningOp<LoadOp>();
    // Zeros, or what has nothing to do with the variables.
    if (part.value.getDefiningOp<LiteralOp>() || (load && !needs(load.getPointer())))
      continue;
    Value shadow = load ? shadows(load.getPointer()) : Value();
    if (!shadow) {
      error(primal.getLoc(), internalError("it cannot follow where an array in the result comes from"));
      return false;
    }
    if (cotangent) {
      addParts(b, cotangent, shadow);
      continue;
    }
    forEachNumber(b, partAddress(b, shadow, part.path), [&](Value address) {
      Type type = cast<PtrType>(address.getType()).getPointee();
      Value one = b.create<arith::ConstantOp>(b.getFloatAttr(type, 1));
      b.create<StoreOp>(addAdjoints(b, b.create<LoadOp>(address), one), address);
    });
  }
  return true;
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

Value GradientBuilder::packGradients(const Adjoints &adjoints, const Shadows &shadows) {
  auto joinPath = [](const Variable &variable) { return llvm::join(variable.path, "."); };
  SmallVector<Value> positions;
  for (const Variable &variable : request.wrt) {
    if (variable.global.empty() && hasBuffer(variable.argument) &&
        (variable.path.empty() || info.params[variable.argument].kind != ParamKind::Reference))
      continue;
    Value root = rootOf(variable);
    if (variable.global.empty() && isValueLike(variable.argument)) {
      // The whole of what its shadow has gathered.
      Value part = shadows(root);
      for (const std::string &member : variable.path)
        part = b.create<MemberOp>(part, member);
      positions.push_back(b.create<LoadOp>(part));
    } else {
      positions.push_back(gradientOf(adjoints, root, joinPath(variable)));
    }
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

bool GradientBuilder::isAsked(unsigned argument) {
  return llvm::any_of(request.wrt,
                      [&](const Variable &v) { return v.global.empty() && v.argument == argument; });
}

/// The gradient comes through a buffer of the caller's.
bool GradientBuilder::hasBuffer(unsigned argument) {
  const Param &param = info.params[argument];
  switch (param.kind) {
  case ParamKind::Reference:
  case ParamKind::Pointer:
    return true;
  case ParamKind::Value:
    return holdsPointer(function.getArgument(argument).getType());
  case ParamKind::Object:
    return !isValueLike(argument);
  }
  llvm_unreachable("unknown kind of parameter");
}

/// Passed by value or by reference to const, and not more than a value.
bool GradientBuilder::isValueLike(unsigned argument) {
  const Param &param = info.params[argument];
  llvm::StringRef type = param.cxxType;
  bool writable = type.contains('&') && !type.starts_with("const ");
  if (param.kind != ParamKind::Object || writable)
    return false;
  Type pointee = cast<PtrType>(function.getArgument(argument).getType()).getPointee();
  auto array = dyn_cast<ad::ArrayType>(pointee); // a C array cannot be returned
  return !(array && array.getCxxName().empty()) && !holdsPointer(pointee);
}

bool GradientBuilder::findVariables(SmallVectorImpl<Value> &independent) {
  for (const auto *variables : {&request.wrt, &request.weights})
    for (const Variable &variable : *variables)
      if (Value root = rootOf(variable)) {
        independent.push_back(root);
      } else {
        error(primal.getLoc(), "'" + primal.getSymName().ltrim(':').str() + "' does not read '" +
                                   variable.name + "': there is nothing to differentiate");
        return false;
      }
  return true;
}

/// What is differentiated: the returned value, and what the caller gets back through the variables.
SmallVector<Value> GradientBuilder::dependents() {
  auto ret = cast<func::ReturnOp>(function.getBody().front().getTerminator());
  SmallVector<Value> dependent;
  unsigned next = info.returnsValue() ? 1 : 0;
  if (next)
    dependent.push_back(ret.getOperand(0));
  for (auto [argument, param] : llvm::enumerate(info.params)) {
    bool written = param.kind == ParamKind::Reference || param.kind == ParamKind::Pointer;
    Value value = written ? ret.getOperand(next++) : function.getArgument(argument);
    if (isAsked(argument) && (written || (hasBuffer(argument) && holdsPointer(value.getType()))))
      dependent.push_back(value);
  }
  return dependent;
}

/// One more parameter for each variable that is reached through memory of the caller's.
void GradientBuilder::addBuffers(Shadows &shadows, Adjoints &adjoints) {
  Block &body = function.getBody().front();
  auto ret = cast<func::ReturnOp>(body.getTerminator());
  unsigned next = info.returnsValue() ? 1 : 0;
  auto isWritten = [](const Param &param) {
    return param.kind == ParamKind::Reference || param.kind == ParamKind::Pointer;
  };
  SmallVector<Value> finals; // by argument: the content on exit
  for (const Param &param : info.params)
    finals.push_back(isWritten(param) ? ret.getOperand(next++) : Value());
  // Buffers come in the order of wrt, as gradients do.
  llvm::SmallSetVector<unsigned, 8> order;
  for (const Variable &variable : request.wrt)
    if (variable.global.empty())
      order.insert(variable.argument);
  for (unsigned argument = 0; argument < info.params.size(); ++argument)
    order.insert(argument);
  for (unsigned argument : order) {
    const Param &param = info.params[argument];
    const bool written = isWritten(param);
    Value final = finals[argument];
    Value primalArgument = function.getArgument(argument);
    Location loc = withName(b.getLoc(), "d_" + param.name);
    if (param.kind == ParamKind::Object && (!isAsked(argument) || isValueLike(argument)) &&
        !hasBuffer(argument)) {
      OpBuilder::InsertionGuard guard(b);
      b.setInsertionPointToStart(&body);
      shadows.set(primalArgument,
                  zeroLike(b, loc, cast<PtrType>(shadowType(primalArgument.getType())), primalArgument));
      continue;
    }
    if (!isAsked(argument) || !hasBuffer(argument))
      continue;
    if (written) {
      Value buffer = body.addArgument(final.getType(), loc);
      extended.params.push_back({"d_" + param.name, cxxTypeOf(final.getType()) + " *", ParamKind::Pointer});
      buffers.push_back({argument, buffer});
      for (const std::string &path : differentiableParts(final.getType()))
        adjoints.add(b, {final, path}, primalPart(b, buffer, path));
      continue;
    }
    Type type = isa<PtrType>(primalArgument.getType()) ? shadowType(primalArgument.getType())
                                                       : PtrType::get(primalArgument.getType());
    Value buffer = body.addArgument(type, loc);
    extended.params.push_back(
        {"d_" + param.name, cxxTypeOf(type), ParamKind::Value, familyOfBuffer(info.params, argument)});
    if (isa<PtrType>(primalArgument.getType())) {
      shadows.set(primalArgument, buffer);
    } else { // a record with pointers, by value: its shadow is what the buffer holds
      OpBuilder::InsertionGuard guard(b);
      b.setInsertionPointToStart(&body);
      shadows.set(primalArgument, b.create<LoadOp>(buffer));
    }
  }
}

/// The cotangent of the returned value: one, or a parameter.
bool GradientBuilder::addSeeds(Adjoints &adjoints, Value output) {
  if (holdsPointer(output.getType()) && isDifferentiableType(output.getType())) {
    error(primal.getLoc(),
          "adgen does not differentiate a result that holds numbers beside pointers; return the "
          "numbers alone, or through a parameter");
    return false;
  }
  if (!request.vjp) {
    seed(adjoints, output, "", request.hasAux);
    return true;
  }
  Type type = output.getType();
  if (!isDifferentiableType(type))
    return true;
  if (isa<ad::ArrayType>(type)) {
    const Type pointer = PtrType::get(type, /*isConst=*/true);
    cotangent = function.getBody().front().addArgument(pointer, withName(b.getLoc(), "d_result"));
    extended.params.push_back({"d_result", "const " + cxxTypeOf(type) + " &", ParamKind::Object});
    arrays.push_back({output, ""});
    return true;
  }
  if (holdsArray(type)) {
    error(primal.getLoc(),
          "adgen cannot take the cotangent of a result that holds an array; return it through "
          "a pointer or a reference");
    return false;
  }
  Value cotangent = function.getBody().front().addArgument(type, withName(b.getLoc(), "d_result"));
  std::string spelling = cxxTypeOf(type);
  extended.params.push_back(
      {"d_result", type.isIntOrFloat() ? spelling : "const " + spelling + " &", ParamKind::Value});
  std::function<void(Type, const std::string &)> visit = [&](Type part, const std::string &path) {
    if (!isDifferentiableType(part))
      return;
    if (auto record = dyn_cast<RecordType>(part))
      for (auto [name, field] : llvm::zip(record.getFieldNames(), record.getFieldTypes()))
        visit(field, (path.empty() ? "" : path + ".") + cast<StringAttr>(name).getValue().str());
    else
      adjoints.add(b, {output, path}, primalPart(b, cotangent, path));
  };
  visit(type, "");
  return true;
}

bool GradientBuilder::sweep(Adjoints &adjoints) {
  if (primal->hasAttr(reportMark))
    function->setAttr(reportMark, b.getUnitAttr());
  SmallVector<Value> independent;
  if (!findVariables(independent))
    return false;
  auto analyse = [&](auto &&use) {
    Memory memory(function);
    Activity activity(function, memory, independent, dependents());
    use(memory, activity, ShadowNeeds(function, memory, activity));
  };
  if (hasLocalsToHoist(function))
    analyse([&](const Memory &memory, const Activity &activity, const ShadowNeeds &) {
      hoistLocals(function, memory, MergeableLoops(function, memory, activity, Stability(function, memory)));
    });
  Prepared prepared;
  Recursion recursion(primal->getParentOfType<ModuleOp>(), error);
  analyse([&](const Memory &, const Activity &activity, const ShadowNeeds &needs) {
    reportCuts(activity);
    prepared = countLoops(function, activity, needs, /*mayDefer=*/true);
  });
  analyse([&](const Memory &, const Activity &, const ShadowNeeds &needs) {
    addShadowSlots(function, needs, prepared);
  });
  bool done = false;
  analyse([&](const Memory &memory, Activity &activity, const ShadowNeeds &needs) {
    Finiteness finiteness(function, memory);
    Stability stability(function, memory);
    MergeableLoops mergeable(function, memory, activity, stability);
    Block &body = function.getBody().front();
    auto ret = cast<func::ReturnOp>(body.getTerminator());
    b.setInsertionPoint(ret);
    b.setLoc(asReverse(ret.getLoc()));
    SmallVector<Operation *> ops;
    for (Operation &op : body.without_terminator())
      ops.push_back(&op);
    if (info.returnsValue() && !addSeeds(adjoints, ret.getOperand(0)))
      return;
    Shadows shadows(function, activity, needs, prepared.slots, error, &recursion);
    addBuffers(shadows, adjoints);
    if (!shadows.build())
      return;
    Sweep::Facts facts{memory,           activity,   finiteness, needs,    shadows,
                       prepared.counted, &recursion, mergeable,  stability};
    Sweep sweep(b, facts, error);
    b.setInsertionPoint(ret);
    if (!seedArrays(shadows, needs))
      return;
    sweep.run(ops, adjoints);
    if (sweep.hasFailed())
      return;
    b.setLoc(asReverse(ret.getLoc()));
    for (Value heap : prepared.released)
      b.create<ReleaseOp>(heap);
    finishGradients(adjoints, shadows);
    recordForReverse(function, facts, sweep.mirrors(), sweep.undos());
    helpers = recursion.finish(function);
    done = !recursion.hasFailed();
  });
  return done;
}

/// Ends the function in (gradients, value, what is written back…, adjoints for the buffers…).
void GradientBuilder::finishGradients(const Adjoints &adjoints, const Shadows &shadows) {
  auto ret = cast<func::ReturnOp>(function.getBody().front().getTerminator());
  Value gradients = packGradients(adjoints, shadows);
  for (auto [argument, buffer] : buffers)
    ret->insertOperands(ret.getNumOperands(), gradientOf(adjoints, function.getArgument(argument), ""));
  if (gradients)
    ret->insertOperands(0, gradients);
  hasGradients = bool(gradients);
}

std::optional<ReverseResult> GradientBuilder::build() {
  info = extended = getFunctionInfo(primal);
  function = primal.clone();
  primal->getParentOfType<ModuleOp>().push_back(function);
  function.setSymName((primal.getSymName() + "." + request.valueAndGradName).str());
  expandReplays(function);
  Adjoints adjoints;
  if (!sweep(adjoints)) {
    function.erase();
    return std::nullopt;
  }
  // Both functions compute all; each keeps what it returns.
  auto finish = [&](func::FuncOp f, llvm::StringRef name, llvm::StringRef doc,
                    llvm::function_ref<Value(Value gradients, Value output)> pack) {
    auto end = cast<func::ReturnOp>(f.getBody().front().getTerminator());
    bool hasOutput = info.returnsValue();
    b.setInsertionPoint(end);
    b.setLoc(asReverse(end.getLoc()));
    Value returned =
        pack(hasGradients ? end.getOperand(0) : Value(), hasOutput ? end.getOperand(hasGradients) : Value());
    end->eraseOperands(0, hasGradients + hasOutput);
    if (returned)
      end->insertOperands(0, returned);
    f.setFunctionType(
        FunctionType::get(f.getContext(), f.getBody().getArgumentTypes(), end->getOperandTypes()));
    FunctionInfo own = extended;
    own.cxxName = name.str();
    own.callee = "";
    own.doc = doc.str();
    own.resultType = returned ? cxxTypeOf(returned.getType()) : "void";
    setFunctionInfo(f, own);
  };
  auto gradientsAndAux = [&](Value gradients, Value output) {
    if (!request.hasAux)
      return gradients;
    SmallVector<Value> aux;
    auto record = cast<RecordType>(output.getType());
    for (Attribute field : record.getFieldNames().getValue().drop_front())
      aux.push_back(primalPart(b, output, cast<StringAttr>(field).getValue()));
    return gradients ? makeTuple(b, {gradients, makeTuple(b, aux)}) : makeTuple(b, aux);
  };
  std::string what = request.vjp ? "Gradient, for a given cotangent, of `" : "Gradient of `";
  if (request.vjp) {
    finish(function, request.gradName, what + info.cxxName + "`" + describeVariables() + ".",
           gradientsAndAux);
    return ReverseResult{function, {}, helpers};
  }
  func::FuncOp grad = function.clone();
  primal->getParentOfType<ModuleOp>().push_back(grad);
  grad.setSymName((primal.getSymName() + "." + request.gradName).str());
  finish(grad, request.gradName, what + info.cxxName + "`" + describeVariables() + ".", gradientsAndAux);
  finish(function, request.valueAndGradName,
         "Value and gradient of `" + info.cxxName + "`" + describeVariables() + ".",
         [&](Value gradients, Value output) {
           return gradients && output ? makeTuple(b, {output, gradients}) : gradients ? gradients : output;
         });
  return ReverseResult{grad, function, helpers};
}

/// " with respect to x and y"
std::string GradientBuilder::describeVariables() {
  std::vector<std::string> names;
  names.reserve(request.wrt.size() + request.weights.size());
  for (const Variable &variable : request.wrt)
    names.push_back(variable.name.empty() ? "parameter " + std::to_string(variable.argument)
                                          : "`" + variable.name + "`");
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
