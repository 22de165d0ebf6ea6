#include "Importer.h"

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
  if (at.isInvalid())
    at = frame().function->getLocation();
  if (const Frame *call = userCallOf(at)) {
    // What is wrong inside a library is one error, where the user calls it.
    if (!refusedCalls.insert(call->call).second)
      return;
    diagnostics.error(call->call, "adgen cannot differentiate through '" +
                                      call->function->getQualifiedNameAsString() + "'");
    diagnostics.note(at, message);
    return;
  }
  diagnostics.error(at, message);
  if (!advice.isTriviallyEmpty())
    diagnostics.note(at, advice);
  if (frames.size() > 1)
    diagnostics.note(frames.front()->function->getLocation(),
                     "while differentiating '" + frames.front()->function->getNameAsString() + "'");
}

std::string adgen::describeExpression(const clang::Expr *expr) {
  switch (expr->getStmtClass()) {
  case clang::Stmt::ArraySubscriptExprClass:
    return "an array element";
  case clang::Stmt::CXXNewExprClass:
    return "a new expression";
  case clang::Stmt::CXXDeleteExprClass:
    return "a delete expression";
  case clang::Stmt::CXXThrowExprClass:
    return "a throw expression";
  case clang::Stmt::ImplicitCastExprClass:
  case clang::Stmt::CStyleCastExprClass:
  case clang::Stmt::CXXStaticCastExprClass:
  case clang::Stmt::CXXReinterpretCastExprClass:
  case clang::Stmt::CXXConstCastExprClass:
  case clang::Stmt::CXXDynamicCastExprClass:
  case clang::Stmt::CXXFunctionalCastExprClass:
    return "a conversion to '" + expr->getType().getAsString() + "'";
  case clang::Stmt::StringLiteralClass:
    return "a string";
  case clang::Stmt::UnaryOperatorClass:
  case clang::Stmt::BinaryOperatorClass:
    return "this operator on '" + expr->getType().getAsString() + "'";
  default:
    return std::string("this expression (") + expr->getStmtClassName() + ")";
  }
}

Value Importer::refuseValue(const clang::Expr *expr, const llvm::Twine &message, const llvm::Twine &advice) {
  refuse(expr->getExprLoc(), message, advice);
  if (expr->getType()->isVoidType())
    return {};
  return b.create<LiteralOp>(convertType(expr->getType()), "");
}

/// Whether the caller sees what the function writes to the parameter.
static bool isOutput(clang::QualType type, Type converted) {
  return type->isLValueReferenceType() && !type.getNonReferenceType().isConstQualified() &&
         !isa<ad::OpaqueType>(converted);
}

/// What the caller passes: read by name, and not changed where it is const.
static void markParameter(Place *place, bool isConst) {
  place->external = true;
  if (isConst)
    place->readOnly = "adgen does not differentiate a function that changes a const object";
  for (auto &[name, part] : place->fields)
    markParameter(part, isConst);
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
  if (hasSelf) {
    info.params.push_back({"self", spell(method->getThisType()->getPointeeType()) + " &", ParamKind::Value});
    types.push_back(convertType(method->getThisType()->getPointeeType()));
    if (!method->isConst())
      refuse(function->getLocation(),
             "adgen does not differentiate a member function that may change its object", "make it const");
  }
  for (auto [index, parameter] : llvm::enumerate(function->parameters())) {
    Type type = convertStored(parameter->getType().getNonReferenceType());
    std::string name =
        parameter->getName().empty() ? "arg" + std::to_string(index) : parameter->getNameAsString();
    bool output = isOutput(parameter->getType(), type);
    info.params.push_back(
        {name, spell(parameter->getType()), output ? ParamKind::Reference : ParamKind::Value});
    types.push_back(type);
    if (function->getParamDecl(index)->getType()->isRValueReferenceType())
      refuse(parameter->getLocation(),
             "adgen does not differentiate a function with an rvalue-reference parameter",
             "take it by value or by const reference");
  }

  auto graph = func::FuncOp::create(b.getLoc(), qualifiedNameOf(function),
                                    FunctionType::get(b.getContext(), types, {}));
  module.push_back(graph);
  entry = graph.addEntryBlock();
  b.setInsertionPointToStart(entry);

  SmallVector<std::pair<unsigned, Place *>> outputs;
  for (unsigned i = 0; i < types.size(); ++i) {
    const clang::ParmVarDecl *parameter = hasSelf && i == 0 ? nullptr : function->getParamDecl(i - hasSelf);
    Place *place = makePlace(types[i], info.params[i].name);
    graph.getArgument(i).setLoc(withName(b.getLoc(), info.params[i].name));
    write(place, graph.getArgument(i));
    clang::QualType type = parameter ? parameter->getType() : method->getThisType()->getPointeeType();
    place->exactClass = type.getNonReferenceType()->getAsCXXRecordDecl();
    if ((!parameter || type->isReferenceType()) && place->exactClass && place->exactClass->hasDefinition() &&
        place->exactClass->isPolymorphic() && !place->exactClass->isEffectivelyFinal())
      place->assumedExact = i;
    markParameter(place, parameter ? type.getNonReferenceType().isConstQualified() : method->isConst());
    if (parameter)
      frame().places[cast<clang::ValueDecl>(parameter->getCanonicalDecl())] = place;
    else
      frame().self = place;
    if (info.params[i].kind == ParamKind::Reference)
      outputs.push_back({i, place});
  }

  statement(function->getBody());

  SmallVector<Value> results;
  if (info.returnsValue()) {
    Value value = frame().result ? read(frame().result) : frame().value;
    if (!value && !failed)
      refuse(function->getLocation(),
             "adgen cannot follow the value that '" + function->getNameAsString() + "' returns");
    if (value)
      results.push_back(value);
  }
  for (auto [index, place] : outputs)
    results.push_back(read(place));
  b.create<func::ReturnOp>(results);
  graph.setFunctionType(FunctionType::get(b.getContext(), types, ValueRange(results).getTypes()));
  setFunctionInfo(graph, info);
  b.setInsertionPointToStart(entry);
  for (int index : exactParams)
    b.create<RequireExactOp>(graph.getArgument(index));
  frames.pop_back();
  if (failed) {
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
