// Functions that call themselves, directly or through others: functions of
// their own in the graph.

#include "Importer.h"
#include "Models.h"

#include "clang/Basic/SourceManager.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

/// The functions with bodies that a statement names, or calls through a pointer that is in memory.
static void collectCallees(Importer &importer, const clang::Stmt *stmt,
                           llvm::SetVector<const clang::FunctionDecl *> &callees) {
  if (!stmt)
    return;
  if (auto *call = dyn_cast<clang::CallExpr>(stmt); call && !call->getDirectCallee()) {
    const clang::Expr *pointer = call->getCallee()->IgnoreParenImpCasts();
    while (auto *unary = dyn_cast<clang::UnaryOperator>(pointer))
      pointer = unary->getSubExpr()->IgnoreParenImpCasts();
    if (isa<clang::MemberExpr, clang::ArraySubscriptExpr>(pointer))
      for (const clang::FunctionDecl *target : importer.functionsOfType(call->getCallee()->getType()))
        if (target->getDefinition() && target->getDefinition()->getBody())
          callees.insert(target->getDefinition());
  }
  const clang::FunctionDecl *callee = nullptr;
  if (auto *name = dyn_cast<clang::DeclRefExpr>(stmt)) {
    callee = dyn_cast<clang::FunctionDecl>(name->getDecl());
    // A table of functions; it names no variables.
    auto *table = dyn_cast<clang::VarDecl>(name->getDecl());
    if (table && table->hasGlobalStorage() && table->getType().isConstQualified())
      if (const clang::Expr *init = table->getAnyInitializer(); init && !init->isValueDependent())
        collectCallees(importer, init, callees);
  }
  if (auto *member = dyn_cast<clang::MemberExpr>(stmt))
    callee = dyn_cast<clang::FunctionDecl>(member->getMemberDecl());
  if (callee && callee->getDefinition() && callee->getDefinition()->getBody())
    callees.insert(callee->getDefinition());
  for (const clang::Stmt *child : stmt->children())
    collectCallees(importer, child, callees);
}

bool Importer::isRecursive(const clang::FunctionDecl *function) {
  function = function->getDefinition();
  if (!function || !function->getBody())
    return false;
  auto [known, isNew] = recursive.try_emplace(function, false);
  if (!isNew)
    return known->second;
  llvm::SetVector<const clang::FunctionDecl *> reached;
  collectCallees(*this, function->getBody(), reached);
  const clang::SourceManager &sources = ast.getSourceManager();
  for (unsigned i = 0; i < reached.size() && !reached.contains(function); ++i) {
    const clang::FunctionDecl *callee = reached[i];
    if (!sources.isInSystemHeader(callee->getLocation()))
      collectCallees(*this, callee->getBody(), reached);
  }
  return recursive[function] = reached.contains(function);
}

namespace adgen {
/// A function of the graph is built in its lifetime, beside the one at hand.
struct FunctionScope {
  explicit FunctionScope(Importer &importer)
      : importer(importer), guard(importer.b), anchor(importer.anchor, nullptr),
        entry(importer.entry, nullptr), writesMemory(importer.writesMemory, true),
        usesFunctionNumbers(importer.usesFunctionNumbers, false) {
    frames.swap(importer.frames);
    std::swap(globals, importer.globals);
    exactParams.swap(importer.exactParams);
  }
  ~FunctionScope() {
    frames.swap(importer.frames);
    std::swap(globals, importer.globals);
    exactParams.swap(importer.exactParams);
  }
  Importer &importer;
  OpBuilder::InsertionGuard guard;
  llvm::SaveAndRestore<Operation *> anchor;
  llvm::SaveAndRestore<Block *> entry;
  llvm::SaveAndRestore<bool> writesMemory;
  llvm::SaveAndRestore<bool> usesFunctionNumbers;
  std::vector<std::unique_ptr<Frame>> frames;
  llvm::DenseMap<const clang::VarDecl *, Place *> globals;
  llvm::SetVector<int> exactParams;
};
} // namespace adgen

/// A result with an array in it is not a value, and one that leads to memory has a shadow: the function of
/// the graph gets where to put it.
bool Importer::returnsInto(clang::QualType returned) {
  if (returned->isVoidType() || returned->isReferenceType())
    return false;
  Type type = convertType(returned);
  return holdsArray(type) || holdsPointer(type);
}

/// Parameters for what lambdas have captured, each a reference to the variable.
bool Importer::capturedParameters(llvm::ArrayRef<Captured> captured, FunctionInfo &info,
                                  SmallVectorImpl<Type> &types) {
  for (const Captured &each : captured) {
    if (isa<ad::OpaqueType, ad::TensorType, ListType, NoneType>(each.place->type) ||
        each.place->isFirstElement)
      return false;
    std::string name = each.variable ? each.variable->getNameAsString() : "object";
    auto isTaken = [&](const std::string &wanted) {
      return llvm::any_of(info.params, [&](const Param &param) { return param.name == wanted; });
    };
    if (isTaken(name))
      name.insert(0, "captured_");
    for (unsigned i = 2; isTaken(name); ++i)
      name = "captured_" + each.variable->getNameAsString() + std::to_string(i);
    auto address = cast<PtrType>(addressOf(each.place).getType());
    std::string type = cxxTypeInMemory(address);
    type.insert(declaratorPosition(type), isa<ad::ArrayType>(each.place->type) ? "(&)" : " &");
    info.params.push_back({name, (address.getIsConst() ? "const " : "") + type, ParamKind::Object});
    types.push_back(address);
  }
  return true;
}

func::FuncOp Importer::ownFunction(const clang::FunctionDecl *definition, llvm::ArrayRef<Closure *> given,
                                   const BoundTargets &targets) {
  if (func::FuncOp known = ownFunctions[{definition, targets}])
    return known;
  FunctionInfo info;
  info.cxxName = definition->getNameAsString();
  info.callee = qualifiedNameOf(definition);
  auto *method = dyn_cast<clang::CXXMethodDecl>(definition);
  const bool isLambda = method && method->getParent()->isLambda();
  if (isLambda)
    info.cxxName = info.callee = "lambda";
  else if (definition->isInStdNamespace()) // where nothing may be added
    info.callee = "::std_" + llvm::StringRef(info.cxxName).ltrim('_').str();
  // The instances of a template have one name in C++, and perhaps the same parameters here.
  if (const clang::TemplateArgumentList *instance = definition->getTemplateSpecializationArgs())
    for (const clang::TemplateArgument &argument : instance->asArray())
      if (argument.getKind() == clang::TemplateArgument::Type && argument.getAsType()->isRecordType() &&
          !isClosure(argument.getAsType()))
        info.callee += "<" + spell(argument.getAsType()) + ">";
  // The name of a lambda's class is its place.
  SmallVector<const clang::CXXRecordDecl *> lambdas;
  for (const Closure *closure : given)
    lambdas.push_back(closure->type);
  if (isLambda && given.empty())
    lambdas.push_back(method->getParent());
  for (const clang::CXXRecordDecl *lambda : lambdas) {
    const std::string place = placeSuffix(lambda->getLocation());
    info.cxxName += place;
    info.callee += place;
  }
  clang::QualType returned = definition->getReturnType();
  const bool isInto = returnsInto(returned);
  const std::string suffix = suffixOf(targets) + (isInto ? "_into" : "");
  info.cxxName += suffix;
  info.callee += suffix;
  info.resultType = returned->isVoidType() || isInto ? "void" : spell(returned.getUnqualifiedType());
  if (const clang::QualType pointer = pointerOfIterator(returned); !pointer.isNull())
    info.resultType = spell(pointer);
  SmallVector<Type> types;
  const bool hasSelf = method && method->isInstance() && !isLambda;
  clang::QualType object;
  if (hasSelf) {
    object = ast.getLValueReferenceType(method->getThisType()->getPointeeType());
    info.params.push_back(describeSelf(method));
    types.push_back(argumentType(object, info.params.back().kind, /*isOwnFunction=*/true));
  }
  for (unsigned i = 0; i < definition->getNumParams(); ++i) {
    clang::QualType type = definition->getParamDecl(i)->getType();
    if (isClosure(type) || targets[i])
      continue;
    info.params.push_back(describeParameter(definition, i, true));
    types.push_back(argumentType(type, info.params.back().kind, /*isOwnFunction=*/true));
  }
  SmallVector<Captured> captured;
  for (Closure *closure : given)
    collectCaptured(closure, captured);
  if (!capturedParameters(captured, info, types)) {
    refuse(definition->getLocation(),
           "adgen does not differentiate a recursive function of a lambda that has captured something other "
           "than "
           "numbers, arrays and objects of them",
           "capture the numbers that it needs");
    return {};
  }
  SmallVector<Type> results;
  if (isInto) {
    std::string name = "result";
    while (llvm::any_of(info.params, [&](const Param &param) { return param.name == name; }))
      name.insert(0, "made_");
    info.params.push_back({name, spell(returned.getUnqualifiedType()) + " &", ParamKind::Object});
    types.push_back(pointerTo(returned));
  } else if (!returned->isVoidType()) {
    results.push_back(convertType(returned));
  }
  auto holdsVector = [](const clang::ParmVarDecl *parameter) {
    return holdsModelled(parameter->getType()) && pointerOfIterator(parameter->getType()).isNull();
  };
  if (holdsModelled(returned) || llvm::any_of(definition->parameters(), holdsVector))
    refuse(definition->getLocation(),
           "adgen does not differentiate a recursive function that gets or returns vectors",
           "pass what data() and size() return");
  auto isUnnamable = [](Type type) { return llvm::StringRef(cxxTypeOf(type)).contains(localTypeMark); };
  if (llvm::any_of(types, isUnnamable) || llvm::any_of(results, isUnnamable))
    refuse(definition->getLocation(),
           "adgen does not differentiate a recursive function of objects whose class is declared inside of a "
           "function or has members that are not public",
           "move the class to namespace scope, and make its members public");

  const Frame &root = *frames.front();
  FunctionScope scope(*this);
  auto outer = std::make_unique<Frame>();
  outer->function = root.function; // errors say which function is differentiated
  frames.push_back(std::move(outer));
  auto inner = std::make_unique<Frame>();
  inner->function = definition;
  frames.push_back(std::move(inner));
  LocationScope location(*this, definition->getLocation());

  std::string name = info.callee;
  for (unsigned i = 1; module.lookupSymbol(name); ++i)
    name = info.callee + "." + std::to_string(i);
  auto graph = func::FuncOp::create(b.getLoc(), name, FunctionType::get(b.getContext(), types, results));
  module.push_back(graph);
  ownFunctions[{definition, targets}] = graph;
  createdFunctions.push_back(graph);
  setFunctionInfo(graph, info);
  const bool isVariant = isLambda || !given.empty() || !suffix.empty();
  if (isVariant)
    graph->setAttr(internalMark, b.getUnitAttr()); // it has no name in other translation units
  if (isVariant || definition->isInStdNamespace())
    graph->setAttr(namelessMark, b.getUnitAttr());
  entry = graph.addEntryBlock();
  b.setInsertionPointToStart(entry);
  unsigned next = 0;
  auto nextPlace = [&](const clang::ParmVarDecl *parameter, clang::QualType type) {
    Place *place = parameterPlace(parameter, type, info.params[next], graph.getArgument(next), next);
    place->assumedExact = -1;
    ++next;
    return place;
  };
  if (hasSelf)
    frame().self = nextPlace(nullptr, object);
  for (auto [index, parameter] : llvm::enumerate(definition->parameters())) {
    auto *key = cast<clang::ValueDecl>(parameter->getCanonicalDecl());
    if (targets[index])
      frame().places[key] = functionPlace(targets[index], parameter->getName());
    else if (!isClosure(parameter->getType()))
      frame().places[key] = nextPlace(parameter, parameter->getType());
  }
  // The lambdas anew, on the variables that the parameters refer to.
  llvm::DenseMap<const clang::CXXRecordDecl *, Place *> objects;
  for (Closure *closure : given) {
    std::unique_ptr<Closure> copy = copyOf(*closure);
    SmallVector<Captured> inside;
    collectCaptured(copy.get(), inside);
    for (const Captured &each : inside) {
      BlockArgument argument = graph.getArgument(next);
      argument.setLoc(withName(b.getLoc(), info.params[next++].name));
      Place *place = pointee(argument);
      place->readOnly = each.place->readOnly;
      place->exactClass = each.place->exactClass;
      (each.variable ? each.closure->captured[each.variable] : each.closure->self) = place;
    }
    if (isLambda && closure->type == method->getParent()->getCanonicalDecl()) {
      frame().self = copy->self;
      for (auto [variable, place] : copy->captured)
        frame().places[variable] = place;
    }
    const clang::CXXRecordDecl *type = copy->type;
    objects[type] = temporary(closureValue(std::move(copy)));
  }
  for (const clang::ParmVarDecl *parameter : definition->parameters())
    if (isClosure(parameter->getType())) {
      auto *type = parameter->getType().getNonReferenceType()->getAsCXXRecordDecl()->getCanonicalDecl();
      Place *object = objects.lookup(type); // null: the lambda is inside of it
      frame().places[cast<clang::ValueDecl>(parameter->getCanonicalDecl())] =
          object ? object : temporary(b.create<UndefOp>(convertType(parameter->getType())));
    }
  if (isInto) {
    frame().slot = pointee(graph.getArguments().back());
    frame().slot->address.setLoc(withName(b.getLoc(), info.params.back().name));
  }
  functionBody(definition);
  SmallVector<Value> values;
  if (!results.empty()) {
    Value value = returnedValue();
    if (!value || value.getType() != results.front())
      value = b.create<UndefOp>(results.front());
    values.push_back(value);
  }
  b.create<func::ReturnOp>(values);
  if (usesFunctionNumbers)
    numberedFunctions.insert(graph);
  return graph;
}

Value Importer::callOwnFunction(const clang::Expr *call, const clang::FunctionDecl *definition, Place *self,
                                llvm::ArrayRef<const clang::Expr *> arguments) {
  if (definition->getReturnType()->isReferenceType())
    return refuseValue(call, "adgen does not differentiate a recursive function that returns a reference",
                       "return a value");
  auto given = closuresOf(definition, self, arguments);
  if (!given)
    return refuseValue(call, "adgen cannot see which lambda this recursive function gets",
                       "pass a variable that is initialised with the lambda");
  const BoundTargets targets = boundTargets(definition, arguments);
  func::FuncOp graph = ownFunction(definition, *given, targets);
  if (!graph) // the reason has been reported
    return call->getType()->isVoidType() ? Value()
                                         : b.create<LiteralOp>(convertType(call->getType()), "").getResult();
  FunctionInfo info = getFunctionInfo(graph);
  SmallVector<Value> operands;
  auto pass = [&](Value value) {
    if (operands.size() >= graph.getNumArguments())
      return;
    Type type = graph.getFunctionType().getInput(operands.size());
    if (value && value.getType() != type && isa<PtrType>(type) && isa<PtrType>(value.getType()) &&
        (isSameInMemory(value.getType(), type) || !isTable(value)))
      value = b.create<PtrCastOp>(type, value);
    value = toStored(value, type);
    if (value && isa<PtrType>(value.getType()))
      checkPointer(call->getExprLoc(), value);
    operands.push_back(value);
  };
  auto *method = dyn_cast<clang::CXXMethodDecl>(definition);
  if (self && !(method && method->getParent()->isLambda()))
    pass(info.params.front().kind == ParamKind::Object ? addressOf(self) : read(self));
  for (unsigned index = 0; index < arguments.size(); ++index) {
    const clang::Expr *argument = arguments[index];
    if (auto *defaulted = dyn_cast<clang::CXXDefaultArgExpr>(argument))
      argument = defaulted->getExpr();
    clang::QualType type = definition->getParamDecl(index)->getType();
    if (isClosure(type) || targets[index])
      continue;
    if (hasDestructorBody(ast, type)) {
      refuseDestructor(argument->getExprLoc(), type);
      break;
    }
    bool isObject = info.params[operands.size()].kind == ParamKind::Object;
    if (!isObject) {
      pass(type->isReferenceType() ? read(locate(argument)) : evaluate(argument));
    } else if (type->isReferenceType()) {
      Place *place = locate(argument);
      if (place->readOnly && !type.getNonReferenceType().isConstQualified())
        refuse(argument->getExprLoc(), place->readOnly);
      pass(addressOf(place));
    } else {
      Place *copy = makeVariable(type, "");
      initialize(copy, argument);
      pass(addressOf(copy));
    }
  }
  SmallVector<Captured> captured;
  for (Closure *closure : *given)
    collectCaptured(closure, captured);
  for (const Captured &each : captured)
    pass(addressOf(each.place));
  Place *result = nullptr;
  if (returnsInto(definition->getReturnType())) {
    const bool isElided =
        elided.first == call && elided.second->type == convertType(definition->getReturnType());
    result = isElided ? std::exchange(elided, {}).second : makeVariable(definition->getReturnType(), "");
    pass(addressOf(result));
  }
  if (!llvm::equal(ValueRange(operands).getTypes(), graph.getFunctionType().getInputs()))
    return refuseArguments(call);
  auto op = b.create<func::CallOp>(graph, operands);
  noteExit(op, call->getExprLoc());
  return result ? read(result) : op.getNumResults() ? op.getResult(0) : Value();
}
