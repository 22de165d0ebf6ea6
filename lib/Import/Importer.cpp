#include "Importer.h"
#include "Models.h"

#include "adgen/IR/InternalError.h"

#include "clang/Basic/SourceManager.h"
#include "clang/Sema/Sema.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

Importer::Importer(clang::Sema &sema, Diagnostics diagnostics, ModuleOp module, const KnownGraphs &known)
    : sema(sema), ast(sema.getASTContext()), diagnostics(diagnostics), module(module), known(known),
      b(module.getLoc(), module.getContext()) {}

Location Importer::location(clang::SourceLocation location) {
  const clang::SourceManager &manager = ast.getSourceManager();
  if (const Frame *call = userCallOf(location)) // what a library does is done where it is called
    location = call->call;
  clang::PresumedLoc presumed = manager.getPresumedLoc(manager.getExpansionLoc(location));
  if (presumed.isInvalid())
    return b.getUnknownLoc();
  return FileLineColLoc::get(b.getContext(), presumed.getFilename(), presumed.getLine(),
                             presumed.getColumn());
}

const Frame *Importer::userCallOf(clang::SourceLocation location) {
  const clang::SourceManager &sources = ast.getSourceManager();
  const Frame *call = nullptr;
  for (auto &frame : llvm::reverse(frames)) {
    if (!sources.isInSystemHeader(sources.getExpansionLoc(location)))
      break;
    if (frame->call.isInvalid())
      break;
    call = frame.get();
    location = frame->call;
  }
  return call;
}

void Importer::refuse(clang::SourceLocation at, const llvm::Twine &message, const llvm::Twine &advice) {
  failed = true;
  if (isTooLarge) // which says it all
    return;
  if (at.isInvalid())
    at = here.isValid() ? here : frame().function->getLocation();
  if (const Frame *call = userCallOf(at)) {
    // What is wrong inside a library is one error, where the user calls it.
    if (!refusedAt.insert(call->call).second)
      return;
    std::string name = call->function->getQualifiedNameAsString();
    if (isOfModel(call->function))
      name = "std::vector::" + call->function->getNameAsString();
    diagnostics.error(call->call, "adgen cannot differentiate through '" + name + "'");
    const std::string why = advice.str();
    diagnostics.note(at, why.empty() ? message : message + ": " + why);
    return;
  }
  // What follows from an error on one line is often on the same.
  const clang::SourceManager &sources = ast.getSourceManager();
  const auto [file, position] = sources.getDecomposedExpansionLoc(at);
  if (!refusedAt.insert(sources.translateLineCol(file, sources.getLineNumber(file, position), 1)).second)
    return;
  diagnostics.error(at, message);
  if (std::string text = advice.str(); !text.empty())
    diagnostics.note(at, text);
  if (frames.size() > 1)
    diagnostics.note(frames.front()->function->getLocation(),
                     "while differentiating '" + frames.front()->function->getNameAsString() + "'");
}

void Importer::refuseExpression(const clang::Expr *expr) {
  refuse(expr->getExprLoc(), "adgen cannot differentiate through " + describeExpression(expr),
         insteadOfExpression(expr));
}

void Importer::refuseMismatch(clang::SourceLocation location, llvm::StringRef what) {
  if (!failed)
    refuse(location, internalError("it cannot follow " + what));
}

Value Importer::refuseValue(const clang::Expr *expr, const llvm::Twine &message, const llvm::Twine &advice) {
  refuse(expr->getExprLoc(), message, advice);
  if (expr->getType()->isVoidType())
    return {};
  return b.create<LiteralOp>(convertType(expr->getType()), "");
}

const Mutations &Importer::mutationsOfFunction(const clang::FunctionDecl *function) {
  std::unique_ptr<Mutations> &known = functionMutations[function];
  if (known)
    return *known;
  SmallVector<const clang::Stmt *> parts{function->getBody()};
  if (auto *constructor = dyn_cast<clang::CXXConstructorDecl>(function))
    for (const clang::CXXCtorInitializer *init : constructor->inits())
      parts.push_back(init->getInit());
  known = std::make_unique<Mutations>(mutationsOf(parts));
  return *known;
}

bool Importer::mayChange(const clang::VarDecl *variable) {
  return !variable->getType().isConstQualified() && mutations().mayChange(variable->getCanonicalDecl());
}

/// Whether something of the caller may change through a parameter.
static bool leadsToMemory(clang::QualType type) {
  return (type->isReferenceType() || type->isPointerType()) && !type->getPointeeType().isConstQualified();
}

func::FuncOp Importer::importFunction(const clang::FunctionDecl *function) {
  FunctionInfo info;
  info.cxxName = function->getNameAsString();
  clang::QualType returned = function->getReturnType();
  info.resultType =
      returned->isVoidType() ? "void" : spell(returned.getNonReferenceType().getUnqualifiedType());

  auto outer = std::make_unique<Frame>();
  outer->function = function;
  frames.push_back(std::move(outer));
  LocationScope scope(*this, function->getLocation());

  SmallVector<Type> types;
  auto *method = dyn_cast<clang::CXXMethodDecl>(function);
  bool hasSelf = method && method->isInstance();
  clang::QualType object;
  if (hasSelf) {
    object = ast.getLValueReferenceType(method->getThisType()->getPointeeType());
    info.params.push_back(describeSelf(method));
    types.push_back(argumentType(object, info.params.back().kind));
    writesMemory |= !method->isConst();
  }
  for (auto [index, parameter] : llvm::enumerate(function->parameters())) {
    info.params.push_back(describeParameter(function, index, false));
    types.push_back(argumentType(parameter->getType(), info.params.back().kind));
    writesMemory |= leadsToMemory(parameter->getType());
    if (parameter->getType()->isRValueReferenceType())
      refuse(parameter->getLocation(),
             "adgen does not differentiate a function with an rvalue-reference parameter",
             "take it by value or by const reference");
    checkCanBeMade(parameter);
    checkContainers(parameter->getLocation(), parameter->getType(), /*isParameter=*/true);
  }
  checkContainers(function->getLocation(), returned, /*isParameter=*/false);
  if (returned->isReferenceType() && isModelled(returned))
    refuse(function->getLocation(),
           "adgen does not differentiate a function that returns a reference to a vector",
           "return the vector, or a number");

  checkFunctionPointers(function);
  auto graph = func::FuncOp::create(b.getLoc(), qualifiedNameOf(function),
                                    FunctionType::get(b.getContext(), types, {}));
  module.push_back(graph);
  entry = graph.addEntryBlock();
  b.setInsertionPointToStart(entry);

  SmallVector<Place *> outputs;
  for (unsigned i = 0; i < types.size(); ++i) {
    const clang::ParmVarDecl *parameter = hasSelf && i == 0 ? nullptr : function->getParamDecl(i - hasSelf);
    Place *place = parameterPlace(parameter, parameter ? parameter->getType() : object, info.params[i],
                                  graph.getArgument(i), i);
    if (parameter)
      frame().places[cast<clang::ValueDecl>(parameter->getCanonicalDecl())] = place;
    else
      frame().self = place;
    if (info.params[i].kind == ParamKind::Reference)
      outputs.push_back(place);
  }

  functionBody(function);

  SmallVector<Value> results;
  if (info.returnsValue()) {
    Value value = returnedValue();
    if (!value && !failed)
      refuse(function->getLocation(),
             "adgen sees no value that '" + function->getNameAsString() + "' returns",
             "return one at the end of every way through the function");
    if (value)
      results.push_back(isModelled(returned) ? toContainer(returned, value) : value);
  }
  for (const auto &action : llvm::reverse(atEnd))
    action();
  for (Place *place : outputs)
    results.push_back(read(place));
  b.create<func::ReturnOp>(results);
  graph.setFunctionType(FunctionType::get(b.getContext(), types, ValueRange(results).getTypes()));
  setFunctionInfo(graph, info);
  nameNumberedFunctions(function);
  checkReallocations();
  checkUnwinding(graph);
  b.setInsertionPointToStart(entry);
  for (int index : exactParams)
    b.create<RequireExactOp>(graph.getArgument(index));
  failed = failed || !checkNesting(graph) ||
           llvm::any_of(createdFunctions, [&](func::FuncOp created) { return !checkNesting(created); });
  frames.pop_back();
  if (failed) {
    for (func::FuncOp created : createdFunctions)
      created.erase();
    graph.erase();
    return {};
  }
  return graph;
}

func::FuncOp adgen::importFunction(clang::Sema &sema, Diagnostics diagnostics,
                                   const clang::FunctionDecl *function, ModuleOp module,
                                   const KnownGraphs &known, const CheckpointOf &checkpointOf) {
  Importer importer(sema, diagnostics, module, known);
  importer.checkpointOf = checkpointOf;
  return importer.importFunction(function);
}
