// Calls of functions whose bodies are visible: imported in place of the call.

#include "Importer.h"
#include "Models.h"

#include "adgen/IR/InternalError.h"
#include "adgen/IR/Lanes.h"
#include "adgen/Import/DifferentiableType.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/IRMapping.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
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
  function = modelOf(function);
  if (!function)
    return nullptr;
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

static std::string quotedName(const clang::FunctionDecl *function) {
  std::string name;
  llvm::raw_string_ostream os(name);
  function->printQualifiedName(os);
  return "'" + name + "'";
}

/// What to do about a function without a body.
static const char *insteadOf(const clang::FunctionDecl *callee, bool isLibrary) {
  if (callee->getIdentifier() && callee->getName().ends_with("alloca"))
    return "its memory ends with the function, whose derivative still needs it: use an array, or new and "
           "delete";
  return isLibrary ? "write it with functions that have one, or keep it out of the differentiated function"
                   : "include its definition, or keep it out of the differentiated function";
}

Value Importer::call(const clang::CallExpr *call, Place **reference) {
  const clang::FunctionDecl *callee = call->getDirectCallee();
  LocationScope scope(*this, call->getExprLoc());
  return callee ? callFunction(call, callee, reference) : callThroughPointer(call, reference);
}

Value Importer::callFunction(const clang::CallExpr *call, const clang::FunctionDecl *callee,
                             Place **reference) {
  if (func::FuncOp graph = known(callee))
    return graph->hasAttr(lanesMark)
               ? refuseValue(call, "adgen does not differentiate through a derivative of several lanes")
               : callGraph(graph, call);
  if (Place *assigned = assignTuple(call)) {
    if (reference)
      *reference = assigned;
    return read(assigned);
  }
  // INFINITY, HUGE_VAL, NAN.
  if (llvm::APFloat number(0.0);
      callee->getBuiltinID() && call->getType()->isRealFloatingType() && call->EvaluateAsFloat(number, ast))
    return b.create<arith::ConstantOp>(cast<TypedAttr>(FloatAttr::get(convertType(call->getType()), number)));
  if (auto *method = dyn_cast<clang::CXXMethodDecl>(callee))
    if (const std::string why = whyNotModelled(method->getParent()); !why.empty())
      return refuseValue(call, "adgen cannot differentiate through " + quotedName(callee), why);
  bool done = false;
  Value value = memoryCall(call, callee, done);
  if (!done)
    value = boundCall(call, callee, done);
  if (!done)
    value = splitNumber(call, callee, done);
  if (!done)
    value = libraryCall(call, callee, reference, done);
  if (done)
    return value;

  SmallVector<const clang::Expr *> arguments(call->arguments());
  Place *self = nullptr;
  auto *method = dyn_cast<clang::CXXMethodDecl>(callee);
  // (A lambda without captures, called through a pointer, has no object.)
  if (method && method->isInstance() && call->getDirectCallee()) {
    if (auto *member = dyn_cast<clang::CXXMemberCallExpr>(call)) {
      const clang::Expr *object = member->getImplicitObjectArgument();
      // `pointer->f()` means `(*pointer).f()`.
      if (!object->getType()->isPointerType()) {
        self = locate(object);
      } else if (isa<clang::CXXThisExpr>(object->IgnoreParenImpCasts())) {
        self = locateThis();
      } else {
        Value pointer = evaluate(object);
        if (!isa<PtrType>(pointer.getType()))
          return refuseValue(call,
                             "adgen does not differentiate through a pointer of type '" +
                                 spell(object->getType()) + "'",
                             whyUnsupported(object->getType()));
        self = pointee(pointer);
      }
    } else {
      self = locate(arguments.front());
      arguments.erase(arguments.begin());
    }
    if (isModelled(method->getParent()) && !canCall(call, method, self))
      return call->getType()->isVoidType() ? Value() : b.create<LiteralOp>(convertType(call->getType()), "");
    // An object that the call may change is in memory.
    if (!method->isConst() && !method->getParent()->isLambda() && !self->readOnly)
      addressOf(self);
    if (method->isVirtual() && self) {
      const clang::CXXRecordDecl *exact = self->exactClass;
      auto *member = dyn_cast<clang::MemberExpr>(call->getCallee()->IgnoreParens());
      if (!member || !member->hasQualifier()) {
        if (!exact || exact->isAbstract())
          return refuseValue(call, "adgen cannot see which override of " + quotedName(callee) + " this calls",
                             "call it on an object whose class is known here");
        if (self->assumedExact >= 0)
          exactParams.insert(self->assumedExact);
        callee = method->getCorrespondingMethodInClass(exact);
        if (!callee) {
          refuseMismatch(call->getExprLoc(), "which override this calls");
          return call->getType()->isVoidType() ? Value()
                                               : b.create<LiteralOp>(convertType(call->getType()), "");
        }
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
    clang::QualType type = parameter->getType();
    if (type->isReferenceType()) {
      Place *place = locate(argument);
      if (!type.getNonReferenceType().isConstQualified() && !place->readOnly &&
          !isa<ad::OpaqueType>(place->type))
        addressOf(place);
      callee.places[key] = place;
      continue;
    }
    Type converted = convertType(type);
    bool changes =
        !type.isConstQualified() && mutationsOfFunction(definition).mayChange(parameter->getCanonicalDecl());
    Place *place = nullptr;
    if (changes || holdsArray(converted) || hasDestructorBody(ast, type)) {
      place = makeVariable(type, parameter->getName());
      if (!holdsDynamicArray(place->type)) // which has been refused
        initialize(place, argument);
    } else if (isFunctionPointer(type)) {
      place = functionPlace(argument, parameter->getName());
    } else {
      Value value = evaluate(argument);
      if (value && value.getType() != converted)
        refuseMismatch(argument->getExprLoc(), "this argument");
      if (value && isa<PtrType>(value.getType()))
        checkPointer(argument->getExprLoc(), value);
      place = temporary(value && value.getType() == converted ? value : b.create<UndefOp>(converted),
                        parameter->getName());
    }
    place->exactClass = type->getAsCXXRecordDecl();
    callee.places[key] = place;
  }
}

Value Importer::inlineCall(const clang::Expr *call, const clang::FunctionDecl *callee, Place *self,
                           llvm::ArrayRef<const clang::Expr *> arguments, Place **reference) {
  auto *method = dyn_cast<clang::CXXMethodDecl>(callee);
  if (isa<clang::CXXDestructorDecl>(callee) && self) { // with the members and the bases
    destroy(self, ast.getRecordType(method->getParent()), call->getExprLoc());
    return {};
  }
  if (method && (method->isCopyAssignmentOperator() || method->isMoveAssignmentOperator()) &&
      (method->isDefaulted() || isBasicTensor(method->getParent())) && self &&
      (!copiesByFunctions(ast, ast.getRecordType(method->getParent())) ||
       method->getParent()->isInStdNamespace())) {
    copiesPlainly(call->getExprLoc(), ast.getRecordType(method->getParent()));
    if (reference)
      *reference = self;
    // Of an object of a derived class, the base's members are assigned to.
    auto own = dyn_cast<RecordType>(convertType(ast.getRecordType(method->getParent())));
    if (own && isa<RecordType>(self->type)) {
      assignMembers(call->getExprLoc(), own, locate(arguments.front()), self);
      return reference ? Value() : read(self);
    }
    Value value = evaluate(arguments.front());
    assign(call->getExprLoc(), self, value);
    return value;
  }
  const clang::FunctionDecl *definition = definitionOf(callee, call->getExprLoc());
  if (!definition) {
    Value value;
    const clang::SourceManager &sources = ast.getSourceManager();
    const bool isLibrary = callee->getBuiltinID() || sources.isInSystemHeader(callee->getLocation());
    if (auto *expr = dyn_cast<clang::CallExpr>(call); expr && effectCall(expr, callee, value))
      return value;
    value = refuseValue(call,
                        isLibrary ? "adgen cannot differentiate through " + quotedName(callee) +
                                        ": it has no derivative rule"
                                  : "adgen cannot differentiate through " + quotedName(callee) +
                                        ": it has no derivative rule and no definition is visible here",
                        insteadOf(callee, isLibrary));
    if (!isLibrary)
      diagnostics.note(callee->getLocation(), "declared here");
    return value;
  }
  // A function of numbers that calls itself is a function of its own.
  auto isPassed = [&](clang::QualType type) {
    return type->isVoidType() || isClosure(type) ||
           isa<FloatType, IntegerType, PtrType, ad::ArrayType, RecordType>(convertType(type));
  };
  if (llvm::all_of(definition->parameters(), [&](auto *p) { return isPassed(p->getType()); }) &&
      isPassed(definition->getReturnType()) && !isClosure(definition->getReturnType()) &&
      !(method && method->isVirtual()) && isRecursive(definition))
    return callOwnFunction(call, definition, self, arguments);
  // A network calls its layers by the operator by which it is called itself:
  // one function on another object may come to an end.
  const auto isSame = [&](auto &f) { return f->function->getCanonicalDecl() == callee->getCanonicalDecl(); };
  const auto isSameOnSelf = [&](auto &f) { return isSame(f) && (!self || f->self == self); };
  // So does one with another function to call: an integral inside an integral.
  const bool callsKnown = llvm::any_of(llvm::zip(definition->parameters(), arguments), [&](auto pair) {
    return isFunctionPointer(std::get<0>(pair)->getType()) && targetOf(std::get<1>(pair));
  });
  if (frames.size() > maxCallDepth || (!callsKnown && llvm::any_of(frames, isSameOnSelf)) ||
      llvm::count_if(frames, isSame) >= maxNesting)
    return refuseValue(call, "adgen does not differentiate this recursive call of " + quotedName(callee),
                       method && method->isVirtual()
                           ? "a recursive function is not virtual: call one that is not from the virtual one"
                           : "adgen follows recursive functions of numbers, pointers and structs of them");
  if (method && isModelled(method->getParent())) // no allocators
    arguments = arguments.take_front(definition->getNumParams());
  if (definition->isVariadic() || arguments.size() != definition->getNumParams())
    return refuseValue(call, "adgen does not differentiate calls with a variable number of arguments",
                       "use a template with a parameter pack");

  auto inner = std::make_unique<Frame>();
  inner->function = definition;
  inner->call = call->getExprLoc();
  inner->self = self;
  if (method && method->getParent()->isLambda()) {
    inner->self = nullptr;
    if (Closure *closure = self ? closureAt(self) : nullptr) {
      inner->places = closure->captured;
      inner->self = closure->self;
    } else if (!method->getParent()->captures().empty()) {
      return refuseValue(call, "adgen cannot see which object of this lambda's type is called",
                         "choose between calls, not between lambdas");
    }
  }
  bindArguments(*inner, definition, arguments);
  if (elided.first == call && elided.second->type == convertType(definition->getReturnType())) {
    inner->slot = elided.second;
    elided = {};
  }
  frames.push_back(std::move(inner));
  functionBody(definition);
  Value value = definition->getReturnType()->isVoidType() || frame().result ? Value() : returnedValue();
  std::unique_ptr<Frame> done = std::move(frames.back());
  frames.pop_back();
  destroyParameters(*done, definition, call->getExprLoc());
  if (definition->getReturnType()->isVoidType())
    return {};
  if (done->result) {
    if (reference) {
      *reference = done->result;
      return {};
    }
    return read(done->result);
  }
  if (!value && failed) // the reason has been reported
    return b.create<LiteralOp>(convertType(call->getType()), "");
  return value ? value
               : refuseValue(call, "adgen sees no value that " + quotedName(callee) + " returns",
                             "return one at the end of every way through the function");
}

Value Importer::refuseArguments(const clang::Expr *call) {
  if (!failed)
    refuse(call->getExprLoc(),
           "adgen cannot pass an argument of this call: it is of another class than its parameter",
           "pass a variable of the parameter's class");
  return call->getType()->isVoidType() ? Value()
                                       : b.create<LiteralOp>(convertType(call->getType()), "").getResult();
}

/// A generated function is copied from its graph.
Value Importer::callGraph(func::FuncOp graph, const clang::CallExpr *call) {
  IRMapping mapping;
  FunctionInfo info = getFunctionInfo(graph);
  SmallVector<Place *> outputs;
  if (call->getNumArgs() != graph.getNumArguments() || info.params.size() != graph.getNumArguments())
    return refuseValue(call, internalError("it does not know the parameters of this generated function"));
  auto isContainer = [](Type type) {
    auto pointer = dyn_cast<PtrType>(type);
    return holdsDynamicArray(pointer ? pointer.getPointee() : type);
  };
  if (llvm::any_of(graph.getArgumentTypes(), isContainer) && b.getInsertionBlock() != entry)
    return refuseValue(
        call, "adgen does not differentiate calls of derivatives with vectors inside of loops and branches",
        "call it once, outside of them");
  for (auto [argument, expr, param] : llvm::zip(graph.getArguments(), call->arguments(), info.params)) {
    if (param.kind == ParamKind::Value) {
      mapping.map(argument, evaluate(expr));
      continue;
    }
    auto pointer = dyn_cast<PtrType>(argument.getType());
    if (auto array = pointer ? dyn_cast<ad::ArrayType>(pointer.getPointee()) : ad::ArrayType();
        array && array.isDynamic()) {
      Value container = containerOf(expr, pointer);
      if (!container)
        return refuseArguments(call);
      mapping.map(argument, container);
      continue;
    }
    Place *place = param.kind == ParamKind::Pointer ? pointee(evaluate(expr)) : locate(expr);
    if (param.kind == ParamKind::Object) {
      mapping.map(argument, addressOf(place));
      continue;
    }
    mapping.map(argument, read(place));
    outputs.push_back(place);
  }
  for (BlockArgument argument : graph.getArguments())
    if (mapping.lookup(argument).getType() != argument.getType())
      return refuseArguments(call);
  Value result;
  for (Operation &op : graph.getBody().front()) {
    if (!isa<func::ReturnOp>(op)) {
      b.clone(op, mapping);
      continue;
    }
    unsigned first = op.getNumOperands() - outputs.size();
    if (first)
      result = mapping.lookupOrDefault(op.getOperand(0));
    for (auto [index, place] : llvm::enumerate(outputs))
      assign(call->getExprLoc(), place, mapping.lookupOrDefault(op.getOperand(first + index)));
  }
  if (result && isa<ad::ArrayType>(result.getType()) && cast<ad::ArrayType>(result.getType()).isDynamic())
    if (Value object = fromContainer(call->getType(), result))
      return object;
  if (result && !isModelled(call->getType()) && holdsModelled(call->getType()))
    return refuseValue(
        call, "adgen does not differentiate through derivatives that return vectors beside other values",
        "ask for the gradient with respect to the vector alone");
  if (result && result.getType() != convertType(call->getType()) &&
      isa<ListType, ad::OpaqueType>(result.getType()))
    return refuseValue(call, "adgen does not differentiate through gradients of weights",
                       "give the tensors to the function as parameters, and name these in wrt(...)");
  return result;
}

/// Calls of functions that no derivative passes through: for their effect, or about characters.
bool Importer::effectCall(const clang::CallExpr *call, const clang::FunctionDecl *callee, Value &value) {
  static const llvm::StringRef known[] = {
      "printf",  "fprintf", "puts",       "putchar", "fputs",   "fflush",   "perror",  "abort",
      "exit",    "_Exit",   "quick_exit", "strlen",  "strcmp",  "strncmp",  "isalnum", "isalpha",
      "isdigit", "islower", "isupper",    "isspace", "ispunct", "isxdigit", "tolower", "toupper"};
  bool isKnown = callee->getIdentifier() && (callee->isExternC() || callee->isInStdNamespace()) &&
                 llvm::is_contained(known, callee->getName());
  if (!isKnown && !callee->isNoReturn())
    return false;
  SmallVector<Value> operands;
  for (const clang::Expr *argument : call->arguments())
    operands.push_back(evaluate(argument));
  SmallVector<Type> types;
  if (!call->getType()->isVoidType())
    types.push_back(convertType(call->getType()));
  auto op = b.create<ad::CallOp>(types, qualifiedNameOf(callee), operands);
  value = types.empty() ? Value() : op->getResult(0);
  return true;
}
