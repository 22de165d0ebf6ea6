// The forward derivative around the tangents of its body: parameters, results.
#include "adgen/Differentiate/Forward.h"

#include "Adjoints.h"
#include "Copies.h"
#include "Tangents.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"

#include "llvm/ADT/StringExtras.h"

#include <map>

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

namespace {

class ForwardBuilder {
public:
  ForwardBuilder(func::FuncOp primal, const ForwardRequest &request, const ReportError &error,
                 const ReportCut &cut)
      : primal(primal), request(request), functions(primal->getParentOfType<ModuleOp>(), error, cut),
        b(primal.getLoc(), primal.getContext()), info(getFunctionInfo(primal)), primalParams(info.params) {}

  func::FuncOp build();

private:
  /// The members of one argument or global that are variables, by path.
  using Members = std::map<std::string, const Variable *>;

  bool findVariables();
  Value rootOf(const Variable &variable);
  SmallVector<Value> dependents();
  bool isAsked(unsigned argument) const;
  bool isWritten(unsigned argument) const {
    return primalParams[argument].kind == ParamKind::Reference ||
           primalParams[argument].kind == ParamKind::Pointer;
  }
  /// C++ code could change the caller's object through it.
  bool isReference(unsigned argument) const {
    llvm::StringRef type = primalParams[argument].cxxType;
    return type.contains('&') && !type.starts_with("const ");
  }
  /// What the argument holds when the function returns, in the source.
  Value exitOf(unsigned argument);

  BlockArgument addParameter(const std::string &name, Type type, const std::string &cxxType, ParamKind kind);
  void addArgument(const Variable &variable, Tangents &tangents);
  void addMembers(Value root, const Members &members, Tangents &tangents);
  void addObject(BlockArgument root, const Members &members, Tangents &tangents);
  Value addPart(Value copy, Type type, const std::string &path, const Members &members, Tangents &tangents);
  void addOwnObjects(Tangents &tangents);
  void finish(Tangents &tangents);

  void fail(const llvm::Twine &message) { functions.fail(primal.getLoc(), message); }
  void failUnnamed(llvm::StringRef name) {
    fail("the derivative passes through '" + name + "', and there is no parameter for its tangent; name '" +
         name + "' in wrt(...)");
  }

  func::FuncOp primal;
  const ForwardRequest &request;
  TangentFunctions functions;
  ImplicitLocOpBuilder b;
  FunctionInfo info; ///< Of the function that is made.
  const std::vector<Param> primalParams;
  OwningOpRef<func::FuncOp> source;
  func::FuncOp function;
  llvm::MapVector<Value, Members> roots; ///< With their paths; "" for the whole.
  /// Tangents that go back through parameters of kind pointer: of which value, and which part of it.
  SmallVector<std::pair<Value, std::string>> exits;
  /// Members of an object of the caller's: where they are kept, and where they go back to.
  SmallVector<std::pair<Value, Value>> copiesBack;
};

/// A tangent of a value of the type would have to point somewhere.
bool pointsToTangents(Type type) {
  if (auto pointer = dyn_cast<PtrType>(type))
    return hasTangentType(pointer.getPointee());
  if (auto array = dyn_cast<ad::ArrayType>(type))
    return pointsToTangents(array.getElementType());
  if (auto record = dyn_cast<RecordType>(type))
    return llvm::any_of(record.getFieldTypes(), pointsToTangents);
  return false;
}

Value ForwardBuilder::rootOf(const Variable &variable) {
  if (variable.global.empty())
    return source->getArgument(variable.argument);
  for (auto global : source->getOps<GlobalOp>())
    if (global.getCxxName() == variable.global)
      return global;
  return {};
}

bool ForwardBuilder::findVariables() {
  for (const Variable &variable : request.wrt) {
    Value root = rootOf(variable);
    if (!root) {
      fail("'" + primal.getSymName().ltrim(':') + "' does not read '" + variable.name +
           "': there is nothing to differentiate");
      return false;
    }
    roots[root][llvm::join(variable.path, ".")] = &variable;
  }
  return true;
}

bool ForwardBuilder::isAsked(unsigned argument) const {
  return llvm::any_of(request.wrt,
                      [&](const Variable &v) { return v.global.empty() && v.argument == argument; });
}

Value ForwardBuilder::exitOf(unsigned argument) {
  unsigned next = info.returnsValue();
  for (unsigned i = 0; i < argument; ++i)
    next += isWritten(i);
  return source->getBody().front().getTerminator()->getOperand(next);
}

/// All that the caller can see.
SmallVector<Value> ForwardBuilder::dependents() {
  SmallVector<Value> dependent(source->getBody().front().getTerminator()->getOperands());
  for (BlockArgument argument : source->getArguments())
    if (holdsPointer(argument.getType()))
      dependent.push_back(argument);
  return dependent;
}

BlockArgument ForwardBuilder::addParameter(const std::string &name, Type type, const std::string &cxxType,
                                           ParamKind kind) {
  std::string unique = name;
  while (llvm::any_of(info.params, [&](const Param &param) { return param.name == unique; }))
    unique += "_";
  info.params.push_back({unique, cxxType, kind});
  return function.getBody().front().addArgument(type, withName(b.getLoc(), unique));
}

void ForwardBuilder::addArgument(const Variable &variable, Tangents &tangents) {
  BlockArgument root = source->getArgument(variable.argument);
  const Param &param = primalParams[variable.argument];
  std::string name = "d_" + param.name;
  if (isWritten(variable.argument)) {
    tangents.set(root,
                 addParameter(name, root.getType(), cxxTypeOf(root.getType()) + " *", ParamKind::Pointer));
    exits.push_back({exitOf(variable.argument), ""});
  } else if (param.kind == ParamKind::Object && isReference(variable.argument)) {
    tangents.set(root, addParameter(name, root.getType(), cxxTypeOf(root.getType()), ParamKind::Value));
  } else {
    // A struct or a tensor by reference, even where the function takes a copy.
    bool isCopy = param.kind == ParamKind::Value && isa<RecordType, ad::TensorType>(root.getType()) &&
                  param.cxxType.find('&') == std::string::npos;
    std::string type = isCopy ? "const " + cxxTypeOf(root.getType()) + " &" : param.cxxType;
    tangents.set(root, addParameter(name, root.getType(), type, param.kind));
  }
}

/// The tangent of a record's part: a parameter where it is a variable, else zero.
Value ForwardBuilder::addPart(Value copy, Type type, const std::string &path, const Members &members,
                              Tangents &tangents) {
  if (auto known = members.find(path); known != members.end()) {
    std::string spelling = cxxTypeOf(type);
    if (!type.isIntOrFloat() && !isa<PtrType>(type))
      spelling = "const " + spelling + " &";
    return addParameter("d_" + known->second->path.back(), type, spelling, ParamKind::Value);
  }
  bool isOutside = llvm::none_of(members, [&](auto &member) {
    return path.empty() || llvm::StringRef(member.first).starts_with(path + ".");
  });
  auto record = dyn_cast<RecordType>(type);
  if (isOutside || !record) {
    if (pointsToTangents(type))
      failUnnamed(llvm::StringRef(members.begin()->second->name).split('.').first.str() + "." + path);
    return tangents.zeroPart(copy, type);
  }
  SmallVector<Value> fields;
  for (auto [nameAttr, field] : llvm::zip(record.getFieldNames(), record.getFieldTypes())) {
    const std::string name = cast<StringAttr>(nameAttr).getValue().str();
    const std::string inner = path.empty() ? name : llvm::join_items('.', path, name);
    fields.push_back(addPart(b.createOrFold<ExtractOp>(field, copy, name), field, inner, members, tangents));
  }
  return b.create<MakeRecordOp>(record, fields);
}

/// Members of an object in memory: a second one on the stack, zero except for them.
void ForwardBuilder::addObject(BlockArgument root, const Members &members, Tangents &tangents) {
  auto type = cast<PtrType>(root.getType());
  bool goesBack = isReference(root.getArgNumber());
  Value object = zeroLike(b, shadowLoc(root), PtrType::get(type.getPointee()), tangents.copyOf(root));
  for (auto &[path, variable] : members) {
    Value address = object;
    for (const std::string &name : variable->path)
      address = b.create<MemberOp>(address, name);
    Type member = cast<PtrType>(address.getType()).getPointee();
    std::string name = "d_" + variable->path.back();
    if (isa<ad::ArrayType>(member)) {
      fail("'" + variable->name +
           "' is an array inside an object: adgen has no tangent for it alone; name '" +
           primalParams[root.getArgNumber()].name + "' in wrt(...)");
    } else if (goesBack) {
      Type pointer = PtrType::get(member);
      Value parameter = addParameter(name, pointer, cxxTypeOf(pointer), ParamKind::Value);
      b.create<StoreOp>(b.create<LoadOp>(parameter), address);
      copiesBack.push_back({address, parameter});
    } else {
      std::string spelling = cxxTypeOf(member);
      if (!member.isIntOrFloat() && !isa<PtrType>(member))
        spelling.insert(0, "const ").append(" &");
      b.create<StoreOp>(addParameter(name, member, spelling, ParamKind::Value), address);
    }
  }
  tangents.set(root, type.getIsConst() ? b.createOrFold<PtrCastOp>(type, object) : object);
}

void ForwardBuilder::addMembers(Value root, const Members &members, Tangents &tangents) {
  auto argument = dyn_cast<BlockArgument>(root);
  if (argument && isa<PtrType>(root.getType()))
    return addObject(argument, members, tangents);
  Value copy = argument ? tangents.copyOf(root)
                        : b.create<GlobalOp>(root.getType(), root.getDefiningOp<GlobalOp>().getCxxName());
  if (argument && isWritten(argument.getArgNumber())) {
    // Each comes back.
    unsigned first = info.params.size();
    tangents.set(root, addPart(copy, root.getType(), "", members, tangents));
    unsigned i = first;
    std::function<void(Type, const std::string &)> visit = [&](Type type, const std::string &path) {
      if (members.count(path)) {
        Param &param = info.params[i++];
        param.cxxType = cxxTypeOf(type) + " *";
        param.kind = ParamKind::Pointer;
        exits.push_back({exitOf(argument.getArgNumber()), path});
      } else if (auto record = dyn_cast<RecordType>(type)) {
        for (auto [name, field] : llvm::zip(record.getFieldNames(), record.getFieldTypes()))
          visit(field, (path.empty() ? "" : path + ".") + cast<StringAttr>(name).getValue().str());
      }
    };
    visit(root.getType(), "");
    return;
  }
  Value tangent = addPart(copy, root.getType(), "", members, tangents);
  if (argument)
    return tangents.set(root, tangent);
  for (auto global : source->getOps<GlobalOp>())
    if (global.getCxxName() == root.getDefiningOp<GlobalOp>().getCxxName())
      tangents.set(global, tangent);
}

/// Parameters that are passed by value are the function's own memory; what else has a tangent must be named.
void ForwardBuilder::addOwnObjects(Tangents &tangents) {
  for (BlockArgument argument : source->getArguments()) {
    unsigned number = argument.getArgNumber();
    if (tangents.isSet(argument) || !tangents.has(argument))
      continue;
    auto type = dyn_cast<PtrType>(argument.getType());
    if (primalParams[number].kind == ParamKind::Object && !isReference(number) &&
        !holdsPointer(type.getPointee())) {
      Value object =
          zeroLike(b, shadowLoc(argument), PtrType::get(type.getPointee()), tangents.copyOf(argument));
      tangents.set(argument, type.getIsConst() ? b.createOrFold<PtrCastOp>(type, object) : object);
    } else {
      failUnnamed(primalParams[number].name);
    }
  }
  for (unsigned i = 0; i < primalParams.size(); ++i)
    if (isWritten(i) && !isAsked(i) && tangents.has(exitOf(i)))
      failUnnamed(primalParams[i].name);
}

void ForwardBuilder::finish(Tangents &tangents) {
  Operation *ret = source->getBody().front().getTerminator();
  b.setLoc(ret->getLoc());
  SmallVector<Value> results;
  for (Value operand : ret->getOperands())
    results.push_back(tangents.copyOf(operand));
  if (info.returnsValue())
    results[0] = makeTuple(b, {results[0], tangents.of(ret->getOperand(0))});
  for (auto &[value, path] : exits)
    results.push_back(primalPart(b, tangents.of(value), path));
  for (auto [address, parameter] : copiesBack)
    b.create<StoreOp>(b.create<LoadOp>(address), parameter);
  b.create<func::ReturnOp>(results);
  Block &body = function.getBody().front();
  function.setFunctionType(FunctionType::get(function.getContext(), body.getArgumentTypes(),
                                             body.getTerminator()->getOperandTypes()));
  info.doc = "`" + info.cxxName + "` and its tangent.";
  info.cxxName = request.name;
  info.callee = "";
  if (info.returnsValue())
    info.resultType = cxxTypeOf(results[0].getType());
  setFunctionInfo(function, info);
}

func::FuncOp ForwardBuilder::build() {
  source = primal.clone();
  expandCopies(*source);
  if (!findVariables())
    return {};
  function = func::FuncOp::create(primal.getLoc(), (primal.getSymName() + "." + request.name).str(),
                                  b.getFunctionType({}, {}));
  primal->getParentOfType<ModuleOp>().push_back(function);
  b.createBlock(&function.getBody());
  SmallVector<Value> independent;
  for (auto &[root, members] : roots)
    independent.push_back(root);
  Tangents tangents(*source, independent, dependents(), b, functions);
  for (BlockArgument argument : source->getArguments())
    tangents.map(argument, function.getBody().front().addArgument(argument.getType(), argument.getLoc()));
  // In the order of the request; members where the first one of their object stands.
  llvm::DenseSet<Value> done;
  for (const Variable &variable : request.wrt) {
    Value root = rootOf(variable);
    if (!done.insert(root).second)
      continue;
    if (variable.path.empty() && variable.global.empty())
      addArgument(variable, tangents);
    else
      addMembers(root, roots[root], tangents);
  }
  addOwnObjects(tangents);
  if (!functions.hasFailed())
    tangents.run(source->getBody().front());
  if (functions.hasFailed()) {
    function.erase();
    functions.eraseAll();
    return {};
  }
  finish(tangents);
  return function;
}

} // namespace

func::FuncOp adgen::differentiateForward(func::FuncOp f, const ForwardRequest &request,
                                         const ReportError &error, const ReportCut &cut) {
  return ForwardBuilder(f, request, error, cut).build();
}
