// Functions that call themselves, directly or through others: functions of
// their own in the graph.

#include "Importer.h"

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
        entry(importer.entry, nullptr), writesMemory(importer.writesMemory, true) {
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
  std::vector<std::unique_ptr<Frame>> frames;
  llvm::DenseMap<const clang::VarDecl *, Place *> globals;
  llvm::SetVector<int> exactParams;
};
} // namespace adgen

func::FuncOp Importer::ownFunction(const clang::FunctionDecl *definition) {
  if (func::FuncOp known = ownFunctions.lookup(definition))
    return known;
  const Frame &root = *frames.front();
  FunctionScope scope(*this);
  FunctionInfo info;
  info.cxxName = definition->getNameAsString();
  info.callee = qualifiedNameOf(definition);
  clang::QualType returned = definition->getReturnType();
  info.resultType = returned->isVoidType() ? "void" : spell(returned.getUnqualifiedType());

  auto outer = std::make_unique<Frame>();
  outer->function = root.function; // errors say which function is differentiated
  frames.push_back(std::move(outer));
  auto inner = std::make_unique<Frame>();
  inner->function = definition;
  frames.push_back(std::move(inner));
  LocationScope location(*this, definition->getLocation());

  SmallVector<Type> types;
  auto *method = dyn_cast<clang::CXXMethodDecl>(definition);
  bool hasSelf = method && method->isInstance();
  if (hasSelf) {
    info.params.push_back(describeSelf(method));
    types.push_back(argumentType(ast.getLValueReferenceType(method->getThisType()->getPointeeType()),
                                 info.params.back().kind));
  }
  for (unsigned i = 0; i < definition->getNumParams(); ++i) {
    info.params.push_back(describeParameter(definition, i, true));
    types.push_back(argumentType(definition->getParamDecl(i)->getType(), info.params.back().kind));
  }
  SmallVector<Type> results;
  if (!returned->isVoidType())
    results.push_back(convertType(returned));
  auto isUnnamable = [](Type type) { return llvm::StringRef(cxxTypeOf(type)).contains(localTypeMark); };
  if (llvm::any_of(types, isUnnamable) || llvm::any_of(results, isUnnamable))
    refuse(definition->getLocation(),
           "adgen does not differentiate a recursive function of objects whose class is declared inside of a "
           "function or has members that are not public");

  std::string name = qualifiedNameOf(definition);
  for (unsigned i = 1; module.lookupSymbol(name); ++i)
    name = qualifiedNameOf(definition) + "." + std::to_string(i);
  auto graph = func::FuncOp::create(b.getLoc(), name, FunctionType::get(b.getContext(), types, results));
  module.push_back(graph);
  ownFunctions[definition] = graph;
  createdFunctions.push_back(graph);
  setFunctionInfo(graph, info);
  entry = graph.addEntryBlock();
  b.setInsertionPointToStart(entry);
  for (unsigned i = 0; i < types.size(); ++i) {
    const clang::ParmVarDecl *parameter = hasSelf && i == 0 ? nullptr : definition->getParamDecl(i - hasSelf);
    clang::QualType type = parameter ? parameter->getType()
                                     : ast.getLValueReferenceType(method->getThisType()->getPointeeType());
    Place *place = parameterPlace(parameter, type, info.params[i], graph.getArgument(i), i);
    place->assumedExact = -1;
    if (parameter)
      frame().places[cast<clang::ValueDecl>(parameter->getCanonicalDecl())] = place;
    else
      frame().self = place;
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
  return graph;
}

Value Importer::callOwnFunction(const clang::Expr *call, const clang::FunctionDecl *definition, Place *self,
                                llvm::ArrayRef<const clang::Expr *> arguments) {
  if (definition->getReturnType()->isReferenceType())
    return refuseValue(call, "adgen does not differentiate a recursive function that returns a reference",
                       "return a value");
  func::FuncOp graph = ownFunction(definition);
  FunctionInfo info = getFunctionInfo(graph);
  SmallVector<Value> operands;
  auto pass = [&](Value value) {
    Type type = graph.getFunctionType().getInput(operands.size());
    if (value && value.getType() != type && isa<PtrType>(type) && isa<PtrType>(value.getType()))
      value = b.create<PtrCastOp>(type, value);
    value = toStored(value, type);
    if (value && isa<PtrType>(value.getType()))
      checkPointer(call->getExprLoc(), value);
    operands.push_back(value);
  };
  if (self)
    pass(info.params.front().kind == ParamKind::Object ? addressOf(self) : read(self));
  for (unsigned index = 0; index < arguments.size(); ++index) {
    const clang::Expr *argument = arguments[index];
    if (auto *defaulted = dyn_cast<clang::CXXDefaultArgExpr>(argument))
      argument = defaulted->getExpr();
    clang::QualType type = definition->getParamDecl(index)->getType();
    bool isObject = info.params[index + (self ? 1 : 0)].kind == ParamKind::Object;
    if (!isObject) {
      pass(type->isReferenceType() ? read(locate(argument)) : evaluate(argument));
    } else if (type->isReferenceType()) {
      Place *place = locate(argument);
      if (place->readOnly && !type.getNonReferenceType().isConstQualified())
        refuse(argument->getExprLoc(), place->readOnly);
      pass(addressOf(place));
    } else {
      Place *copy = makeLocal(convertType(type), "");
      initialize(copy, argument);
      pass(addressOf(copy));
    }
  }
  if (!llvm::equal(ValueRange(operands).getTypes(), graph.getFunctionType().getInputs()))
    return refuseValue(call, "adgen cannot follow the arguments of this call");
  auto op = b.create<func::CallOp>(graph, operands);
  return op.getNumResults() ? op.getResult(0) : Value();
}
