// The function around the tangents: its parameters, its result, and the
// derivatives of recursive callees.

#include "adgen/Differentiate/Forward.h"

#include "Adjoints.h"
#include "Copies.h"
#include "Tangents.h"

#include "adgen/IR/Function.h"
#include "adgen/Ops/Rows.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

namespace {

class ForwardBuilder {
public:
  ForwardBuilder(func::FuncOp primal, const ForwardRequest &request, const ReportError &error,
                 const ReportCut &cut)
      : primal(primal), request(request), error(error), cut(cut), b(primal.getLoc(), primal.getContext()) {}

  std::optional<ForwardResult> build();

private:
  Value addParameter(Type type, const std::string &name, const std::string &cxxType, ParamKind kind);
  bool addTangent(const Variable &variable);
  /// `whole`, with `part` at the path.
  Value withPart(Value whole, llvm::ArrayRef<std::string> path, Value part);
  Value zeroRecord(Type type);

  func::FuncOp primal;
  const ForwardRequest &request;
  const ReportError &error;
  const ReportCut &cut;
  ImplicitLocOpBuilder b;
  func::FuncOp function;
  FunctionInfo info;
  llvm::MapVector<Value, Value> known; ///< The tangents, or the shadows, of arguments and globals.
  SmallVector<unsigned> buffers;       ///< References that have a tangent, which goes back.
};

} // namespace

Value ForwardBuilder::addParameter(Type type, const std::string &name, const std::string &cxxType,
                                   ParamKind kind) {
  info.params.push_back({name, cxxType, kind});
  return function.getBody().front().addArgument(type, withName(primal.getLoc(), name));
}

static bool isValueType(Type type) { return type.isIntOrFloat(); }

Value ForwardBuilder::zeroRecord(Type type) {
  if (auto record = dyn_cast<RecordType>(type)) {
    SmallVector<Value> fields;
    for (Type field : record.getFieldTypes())
      fields.push_back(zeroRecord(field));
    return b.create<MakeRecordOp>(record, fields);
  }
  if (isa<FloatType, IntegerType>(type))
    return b.create<arith::ConstantOp>(cast<TypedAttr>(b.getZeroAttr(type)));
  return b.create<LiteralOp>(type, "{}");
}

Value ForwardBuilder::withPart(Value whole, llvm::ArrayRef<std::string> path, Value part) {
  if (path.empty())
    return part;
  auto record = cast<RecordType>(whole.getType());
  SmallVector<Value> fields;
  for (Attribute name : record.getFieldNames()) {
    llvm::StringRef field = cast<StringAttr>(name).getValue();
    Value value = primalPart(b, whole, field);
    fields.push_back(field == path.front() ? withPart(value, path.drop_front(), part) : value);
  }
  return b.create<MakeRecordOp>(record, fields);
}

bool ForwardBuilder::addTangent(const Variable &variable) {
  if (!variable.global.empty()) {
    error(primal.getLoc(),
          "mode(jvp) does not differentiate with respect to the global variable '" + variable.name + "'");
    return false;
  }
  Value argument = function.getArgument(variable.argument);
  Param param = info.params[variable.argument];
  Type type = argument.getType();
  bool isReference = llvm::StringRef(param.cxxType).contains('&');
  bool isConst = llvm::StringRef(param.cxxType).starts_with("const ");
  std::string last = variable.path.empty() ? param.name : variable.path.back();
  std::string name = "d_" + last;
  auto byValue = [&](Type part) {
    std::string spelling = cxxTypeOf(part);
    return isValueType(part) ? spelling : "const " + spelling + " &";
  };
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(&function.getBody().front());
  if (param.kind == ParamKind::Value || (param.kind == ParamKind::Reference && !variable.path.empty())) {
    Type part = type;
    for (const std::string &field : variable.path) {
      auto record = cast<RecordType>(part);
      part = record.getFieldTypes()[*record.fieldIndex(field)];
    }
    std::string spelling = isa<PtrType>(part) ? param.cxxType : byValue(part);
    if (isa<PtrType>(part) && (!variable.path.empty() || spelling.find('[') == spelling.npos))
      spelling = cxxTypeOf(part);
    Value tangent = addParameter(part, name, spelling, ParamKind::Value);
    if (!variable.path.empty()) {
      Value whole = known.lookup(argument);
      tangent = withPart(whole ? whole : zeroRecord(type), variable.path, tangent);
    }
    known[argument] = tangent;
    return true;
  }
  if (param.kind == ParamKind::Reference || param.kind == ParamKind::Pointer) {
    known[argument] = addParameter(type, name, cxxTypeOf(type) + " *", ParamKind::Pointer);
    buffers.push_back(variable.argument);
    return true;
  }
  // An object.
  if (!variable.path.empty()) {
    Value &shadow = known[argument];
    if (!shadow)
      shadow = b.create<LocalOp>(type, Value(), /*zero=*/true);
    Value address = shadow;
    for (const std::string &field : variable.path)
      address = b.create<MemberOp>(address, field);
    Type part = cast<PtrType>(address.getType()).getPointee();
    b.create<StoreOp>(addParameter(part, name, byValue(part), ParamKind::Value), address);
    return true;
  }
  if (isReference && !isConst)
    known[argument] = addParameter(type, name, cxxTypeOf(type), ParamKind::Value);
  else
    known[argument] = addParameter(type, name, param.cxxType, ParamKind::Object);
  return true;
}

std::optional<ForwardResult> ForwardBuilder::build() {
  info = getFunctionInfo(primal);
  function = primal.clone();
  auto module = primal->getParentOfType<ModuleOp>();
  module.push_back(function);
  function.setSymName((primal.getSymName() + "." + request.name).str());
  expandCopies(function);
  unsigned originals = info.params.size();
  auto giveUp = [&] {
    function.erase();
    return std::nullopt;
  };
  for (const Variable &variable : request.wrt)
    if (!addTangent(variable))
      return giveUp();
  // What the function writes through pointers has a tangent where the caller asks for one.
  SmallVector<Value> dependent;
  for (auto &[argument, tangent] : known)
    if (holdsPointer(argument.getType()))
      dependent.push_back(argument);
  ForwardHelpers helpers(module, error);
  SmallVector<Value> resultTangents;
  if (!buildTangents(function, llvm::ArrayRef(known.begin(), known.end()), dependent, helpers, error, cut,
                     resultTangents))
    return giveUp();

  // (value, tangent), the contents on exit of the references, then those of their tangents.
  auto ret = cast<func::ReturnOp>(function.getBody().front().getTerminator());
  b.setInsertionPoint(ret);
  b.setLoc(ret.getLoc());
  unsigned next = info.returnsValue() ? 1 : 0;
  SmallVector<Value> exits;
  for (unsigned i = 0; i < originals; ++i)
    if (info.params[i].kind == ParamKind::Reference || info.params[i].kind == ParamKind::Pointer) {
      if (llvm::is_contained(buffers, i))
        exits.push_back(resultTangents[next]);
      ++next;
    }
  if (info.returnsValue() && resultTangents[0]) {
    Value both = makeTuple(b, {ret.getOperand(0), resultTangents[0]});
    ret.setOperand(0, both);
    info.resultType = cxxTypeOf(both.getType());
  }
  ret->insertOperands(ret->getNumOperands(), exits);
  function.setFunctionType(
      FunctionType::get(function.getContext(), function.getBody().getArgumentTypes(), ret.getOperandTypes()));
  info.doc = "Value of `" + info.cxxName + "` and its derivative in the direction of the tangents.";
  info.cxxName = request.name;
  info.callee = "";
  setFunctionInfo(function, info);
  return ForwardResult{function, helpers.all()};
}

std::optional<ForwardResult> adgen::differentiateForward(func::FuncOp f, const ForwardRequest &request,
                                                         const ReportError &error, const ReportCut &cut) {
  return ForwardBuilder(f, request, error, cut).build();
}

/// A finished helper brings those that it calls.
void ForwardHelpers::collectCallees(func::FuncOp helper) {
  if (llvm::is_contained(made, helper))
    return;
  made.push_back(helper);
  helper.walk([&](func::CallOp call) {
    if (call.getCallee().contains(".tangents"))
      if (auto callee = module.lookupSymbol<func::FuncOp>(call.getCallee()))
        collectCallees(callee);
  });
}

func::FuncOp ForwardHelpers::helperFor(func::CallOp call, llvm::ArrayRef<bool> active) {
  auto primal = module.lookupSymbol<func::FuncOp>(call.getCallee());
  std::string mask;
  for (bool is : active)
    mask += is ? 'd' : 'c';
  std::string symbol = (primal.getSymName() + ".tangents_" + mask).str();
  if (auto known = module.lookupSymbol<func::FuncOp>(symbol)) {
    collectCallees(known);
    return known;
  }
  func::FuncOp helper = primal.clone();
  helper.setSymName(symbol);
  module.push_back(helper);
  made.push_back(helper);
  expandCopies(helper);
  FunctionInfo info = getFunctionInfo(primal);
  Block &body = helper.getBody().front();
  ImplicitLocOpBuilder b(primal.getLoc(), primal.getContext());
  SmallVector<std::pair<Value, Value>> known;
  SmallVector<Value> dependent;
  for (auto [index, is] : llvm::enumerate(active)) {
    if (!is)
      continue;
    Value argument = body.getArgument(index);
    std::string name = "d_" + info.params[index].name;
    Type type = argument.getType();
    Value tangent = body.addArgument(type, withName(primal.getLoc(), name));
    info.params.push_back(
        {name,
         type.isIntOrFloat() || isa<PtrType>(type) ? cxxTypeOf(type) : "const " + cxxTypeOf(type) + " &",
         ParamKind::Value});
    known.push_back({argument, tangent});
    if (holdsPointer(type))
      dependent.push_back(argument);
  }
  // The signature first: the function may call itself.
  auto ret = cast<func::ReturnOp>(body.getTerminator());
  SmallVector<Type> results(ret.getOperandTypes());
  bool hasTangent = !results.empty() && isDifferentiableType(results[0]);
  if (hasTangent)
    results[0] = tupleType(primal.getContext(), {results[0], results[0]});
  helper.setFunctionType(FunctionType::get(primal.getContext(), body.getArgumentTypes(), results));
  info.resultType = hasTangent ? cxxTypeOf(results[0]) : info.resultType;
  info.doc = "`" + info.cxxName + "` and its derivative in the direction of the tangents.";
  std::string suffix = "_tangents_" + mask;
  info.callee = (info.callee.empty() ? "::" + info.cxxName : info.callee) + suffix;
  info.cxxName += suffix;
  setFunctionInfo(helper, info);
  SmallVector<Value> resultTangents;
  if (!buildTangents(helper, known, dependent, *this, error, [](Location) {}, resultTangents))
    return {};
  if (hasTangent) {
    b.setInsertionPoint(ret);
    ret.setOperand(0, makeTuple(b, {ret.getOperand(0), resultTangents[0]}));
  }
  return helper;
}
