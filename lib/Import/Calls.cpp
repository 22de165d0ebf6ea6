// Calls of functions whose bodies are visible: imported in place of the call.

#include "Importer.h"

#include "mlir/IR/IRMapping.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Sema/Sema.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

static constexpr unsigned maxCallDepth = 64;
/// How deep a member function may call itself on objects inside objects.
static constexpr unsigned maxNesting = 8;

const clang::FunctionDecl *Importer::definitionOf(const clang::FunctionDecl *function,
                                                  clang::SourceLocation use) {
  const clang::FunctionDecl *definition = nullptr;
  if (function->hasBody(definition))
    return definition;
  if (function->isTemplateInstantiation()) {
    sema.InstantiateFunctionDefinition(use, const_cast<clang::FunctionDecl *>(function),
                                       /*Recursive=*/true, /*DefinitionRequired=*/false);
    if (function->hasBody(definition))
      return definition;
  }
  return nullptr;
}

static std::string describe(const clang::FunctionDecl *function) {
  std::string name;
  llvm::raw_string_ostream os(name);
  function->printQualifiedName(os);
  return "'" + name + "'";
}

Value Importer::call(const clang::CallExpr *call, Place **reference) {
  const clang::FunctionDecl *callee = call->getDirectCallee();
  LocationScope scope(*this, call->getExprLoc());
  if (!callee)
    return refuseValue(call, "adgen cannot see which function this calls",
                       "call the function by its name instead of through a pointer");
  if (func::FuncOp graph = known(callee))
    return callGraph(graph, call);
  if (Place *assigned = assignToTie(call)) {
    if (reference)
      *reference = assigned;
    return read(assigned);
  }
  bool done = false;
  Value value = boundCall(call, callee, done);
  if (!done)
    value = libraryCall(call, callee, reference, done);
  if (done)
    return value;

  SmallVector<const clang::Expr *> arguments(call->arguments());
  Place *self = nullptr;
  auto *method = dyn_cast<clang::CXXMethodDecl>(callee);
  if (method && method->isInstance()) {
    if (auto *member = dyn_cast<clang::CXXMemberCallExpr>(call)) {
      const clang::Expr *object = member->getImplicitObjectArgument();
      // `pointer->f()` means `(*pointer).f()`; only `this` is such a pointer so far.
      bool arrow = object->getType()->isPointerType();
      if (arrow && isa<clang::CXXThisExpr>(object->IgnoreParenImpCasts()))
        self = frame().self;
      else if (arrow)
        return refuseValue(call, "adgen does not differentiate through pointers yet", "use a reference");
      else
        self = locate(object);
    } else {
      self = locate(arguments.front());
      arguments.erase(arguments.begin());
    }
    if (method->isVirtual() && self) {
      const clang::CXXRecordDecl *exact = self->exactClass;
      auto *member = dyn_cast<clang::MemberExpr>(call->getCallee()->IgnoreParens());
      if (!member || !member->hasQualifier()) {
        if (!exact)
          return refuseValue(call, "adgen cannot see which override of " + describe(callee) + " this calls",
                             "call it on an object whose class is known here");
        if (self->assumedExact >= 0)
          exactParams.insert(self->assumedExact);
        callee = method->getCorrespondingMethodInClass(exact);
        if (!callee)
          return refuseValue(call, "adgen cannot see which override this calls");
      }
    }
  }
  return inlineCall(call, callee, self, arguments, reference);
}

void Importer::bindArguments(Frame &callee, const clang::FunctionDecl *definition,
                             llvm::ArrayRef<const clang::Expr *> arguments) {
  for (auto [index, parameter] : llvm::enumerate(definition->parameters())) {
    auto *key = cast<clang::ValueDecl>(parameter->getCanonicalDecl());
    const clang::Expr *argument = arguments[index];
    if (auto *defaulted = dyn_cast<clang::CXXDefaultArgExpr>(argument))
      argument = defaulted->getExpr();
    if (parameter->getType()->isReferenceType()) {
      callee.places[key] = locate(argument);
      continue;
    }
    Place *place = makePlace(convertType(parameter->getType()), parameter->getName());
    place->exactClass = parameter->getType()->getAsCXXRecordDecl();
    if (Value value = evaluate(argument))
      write(place, value);
    callee.places[key] = place;
  }
}

Value Importer::inlineCall(const clang::Expr *call, const clang::FunctionDecl *callee, Place *self,
                           llvm::ArrayRef<const clang::Expr *> arguments, Place **reference) {
  auto *method = dyn_cast<clang::CXXMethodDecl>(callee);
  if (method && (method->isCopyAssignmentOperator() || method->isMoveAssignmentOperator()) &&
      method->isDefaulted() && self) {
    Value value = evaluate(arguments.front());
    assign(call->getExprLoc(), self, value);
    if (reference)
      *reference = self;
    return value;
  }
  const clang::FunctionDecl *definition = definitionOf(callee, call->getExprLoc());
  if (!definition) {
    Value value = refuseValue(call,
                              "adgen cannot differentiate through " + describe(callee) +
                                  ": it has no derivative rule and no definition is visible here",
                              "include its definition, or keep it out of the differentiated function");
    diagnostics.note(callee->getLocation(), "declared here");
    return value;
  }
  // A network calls its layers by the operator by which it is called itself:
  // one function on another object may come to an end.
  const auto isSame = [&](auto &f) { return f->function->getCanonicalDecl() == callee->getCanonicalDecl(); };
  const auto isSameOnSelf = [&](auto &f) { return isSame(f) && (!self || f->self == self); };
  if (frames.size() > maxCallDepth || llvm::any_of(frames, isSameOnSelf) ||
      llvm::count_if(frames, isSame) >= maxNesting)
    return refuseValue(call, "recursive calls are not supported yet",
                       "adgen differentiates straight-line code so far");
  if (definition->isVariadic() || arguments.size() != definition->getNumParams())
    return refuseValue(call, "adgen does not differentiate calls with a variable number of arguments");

  auto inner = std::make_unique<Frame>();
  inner->function = definition;
  inner->call = call->getExprLoc();
  inner->self = self;
  if (method && method->getParent()->isLambda()) {
    inner->places = lambdas.lookup(method->getParent()->getCanonicalDecl());
    inner->self = lambdaSelf.lookup(method->getParent()->getCanonicalDecl());
  }
  bindArguments(*inner, definition, arguments);
  frames.push_back(std::move(inner));
  statement(definition->getBody());
  std::unique_ptr<Frame> done = std::move(frames.back());
  frames.pop_back();
  if (definition->getReturnType()->isVoidType())
    return {};
  if (done->result) {
    if (reference)
      *reference = done->result;
    return read(done->result);
  }
  if (!done->value && failed) // the reason has been reported
    return b.create<LiteralOp>(convertType(call->getType()), "");
  return done->value ? done->value : refuseValue(call, "adgen cannot follow the value of this call");
}

/// A generated function is copied from its graph.
Value Importer::callGraph(func::FuncOp graph, const clang::CallExpr *call) {
  IRMapping mapping;
  for (auto [argument, expr] : llvm::zip(graph.getArguments(), call->arguments()))
    mapping.map(argument, evaluate(expr));
  if (graph.getNumResults() != 1 || mapping.getValueMap().size() != graph.getNumArguments())
    return refuseValue(call, "adgen does not differentiate through this generated function yet",
                       "it writes through a reference");
  Value result;
  for (Operation &op : graph.getBody().front()) {
    if (isa<func::ReturnOp>(op))
      result = mapping.lookupOrDefault(op.getOperand(0));
    else
      b.clone(op, mapping);
  }
  return result;
}

Value Importer::captureLambda(const clang::LambdaExpr *lambda) {
  auto *closure = lambda->getLambdaClass()->getCanonicalDecl();
  llvm::DenseMap<const clang::ValueDecl *, Place *> captured;
  for (auto [capture, init] : llvm::zip(lambda->captures(), lambda->capture_inits())) {
    if (capture.capturesThis()) {
      lambdaSelf[closure] = frame().self;
      continue;
    }
    if (!capture.capturesVariable())
      continue;
    auto *key = cast<clang::ValueDecl>(capture.getCapturedVar()->getCanonicalDecl());
    if (capture.getCaptureKind() == clang::LCK_ByRef) {
      captured[key] = locate(init);
    } else {
      Place *copy = makePlace(convertType(init->getType()), capture.getCapturedVar()->getName());
      write(copy, evaluate(init));
      captured[key] = copy;
    }
  }
  // Entered when it is complete: a capture may itself create a lambda, and the map move.
  lambdas[closure] = std::move(captured);
  return b.create<LiteralOp>(convertType(lambda->getType()), "");
}

//===----------------------------------------------------------------------===//
// Construction
//===----------------------------------------------------------------------===//

void Importer::runConstructor(const clang::CXXConstructExpr *expr,
                              const clang::CXXConstructorDecl *constructor, Place *self,
                              llvm::ArrayRef<const clang::Expr *> arguments) {
  auto *definition = cast_or_null<clang::CXXConstructorDecl>(definitionOf(constructor, expr->getExprLoc()));
  if (!definition) {
    if (!constructor->isTrivial())
      refuse(expr->getExprLoc(), "no definition of this constructor is visible", "include its definition");
    return;
  }
  auto inner = std::make_unique<Frame>();
  inner->function = definition;
  inner->call = expr->getExprLoc();
  inner->self = self;
  bindArguments(*inner, definition, arguments);
  frames.push_back(std::move(inner));
  for (const clang::CXXCtorInitializer *init : definition->inits()) {
    if (init->isMemberInitializer()) {
      const clang::Expr *value = init->getInit();
      Place *part = field(self, init->getMember()->getName());
      // What is not part of the value (a name, a pointer) has no place.
      if (part && !isa<ad::OpaqueType>(part->type)) {
        auto *nested = dyn_cast<clang::CXXConstructExpr>(value->IgnoreImplicit());
        if (nested && nested->getNumArgs() == 0 && nested->getConstructor()->isTrivial())
          continue;
        write(part, evaluate(value));
      }
    } else if (auto *base = dyn_cast<clang::CXXConstructExpr>(init->getInit()->IgnoreImplicit())) {
      SmallVector<const clang::Expr *> baseArguments(base->arguments());
      // A class without fields has nothing to set up.
      if (auto type = dyn_cast<RecordType>(convertType(base->getType()));
          type && type.getFieldTypes().empty())
        continue;
      runConstructor(base, base->getConstructor(), self, baseArguments);
    }
  }
  statement(definition->getBody());
  frames.pop_back();
}

Value Importer::construct(const clang::CXXConstructExpr *expr) {
  bool done = false;
  Value value = libraryConstruct(expr, done);
  if (done)
    return value;
  const clang::CXXConstructorDecl *constructor = expr->getConstructor();
  if (constructor->isCopyOrMoveConstructor() && !constructor->isUserProvided())
    return evaluate(expr->getArg(0));
  if (!isa<RecordType>(convertType(expr->getType())))
    return refuseValue(expr, "adgen does not differentiate through objects of class '" +
                                 spell(expr->getType()) + "'");
  Place *self = makePlace(convertType(expr->getType()), "");
  self->exactClass = constructor->getParent();
  SmallVector<const clang::Expr *> arguments(expr->arguments());
  runConstructor(expr, constructor, self, arguments);
  return read(self);
}

Value Importer::initializeAggregate(const clang::InitListExpr *list) {
  if (list->isSemanticForm() == false && list->getSemanticForm())
    list = list->getSemanticForm();
  Type type = convertType(list->getType());
  if (list->isTransparent() || (isa<FloatType, IntegerType>(type) && list->getNumInits() == 1))
    return evaluate(list->getInit(0));
  if (isa<FloatType, IntegerType>(type))
    return evaluate(clang::ImplicitValueInitExpr(list->getType()).IgnoreParens());
  auto record = dyn_cast<RecordType>(type);
  if (!record)
    return refuseValue(list, "adgen does not differentiate through values of type '" +
                                 spell(list->getType()) + "'");
  SmallVector<Value> values;
  for (const clang::Expr *init : list->inits()) {
    Value value = evaluate(init);
    // A base class's part: its fields stand beside the class's own.
    auto part = dyn_cast<RecordType>(value.getType());
    bool isBase =
        part && values.size() + part.getFieldTypes().size() <= record.getFieldTypes().size() &&
        (values.size() >= record.getFieldTypes().size() || record.getFieldTypes()[values.size()] != part);
    if (!isBase) {
      values.push_back(value);
      continue;
    }
    for (auto [name, fieldType] : llvm::zip(part.getFieldNames(), part.getFieldTypes()))
      values.push_back(b.createOrFold<ExtractOp>(fieldType, value, cast<StringAttr>(name).getValue()));
  }
  if (!llvm::equal(ValueRange(values).getTypes(), record.getFieldTypes()))
    return refuseValue(list, "adgen cannot follow this initialization");
  return b.createOrFold<MakeRecordOp>(record, values);
}
