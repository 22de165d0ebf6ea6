// Pointers to functions. In the graph one is a number that says which function it points to, 0 for none:
// a call through it asks for the number and imports the body of the function with this number.
//
// A member of a class keeps its C++ type, since generated code declares objects of the class: there the
// number stands where the address would. So a pointer that comes in from outside, a true address, is never
// read.

#include "Importer.h"

#include "adgen/Import/DifferentiableType.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

static constexpr const char *whyUnknown = "adgen cannot see which function this pointer points to";

bool adgen::isFunctionPointer(clang::QualType type) {
  type = type.getNonReferenceType();
  return type->isFunctionType() || type->isFunctionPointerType();
}

//===----------------------------------------------------------------------===//
// Where function pointers are
//===----------------------------------------------------------------------===//

namespace {

/// One walk through the types that a type is made of.
class PointerWalk {
public:
  /// \param found each type of pointer to a function that is reached, and whether it is a member of a class.
  PointerWalk(const clang::ASTContext &ast, llvm::function_ref<void(clang::QualType, bool)> found)
      : ast(ast), found(found) {}

  void visit(clang::QualType type, bool isMember = false) {
    type = type.getNonReferenceType().getCanonicalType().getUnqualifiedType();
    if (isFunctionPointer(type))
      return found(type, isMember);
    if (type->isPointerType())
      return visit(type->getPointeeType(), isMember);
    if (const clang::ArrayType *array = ast.getAsArrayType(type))
      return visit(array->getElementType(), isMember);
    const clang::CXXRecordDecl *record = type->getAsCXXRecordDecl();
    if (!record || !visited.insert(record->getCanonicalDecl()).second)
      return;
    for (clang::QualType part : partsOf(type))
      visit(part, isMember || !record->isInStdNamespace());
  }

private:
  const clang::ASTContext &ast;
  llvm::function_ref<void(clang::QualType, bool)> found;
  llvm::SmallPtrSet<const clang::CXXRecordDecl *, 4> visited;
};

} // namespace

bool Importer::holdsFunctionPointer(clang::QualType type, bool isMember) {
  bool result = false;
  PointerWalk(ast, [&](clang::QualType, bool inside) { result |= inside == isMember; }).visit(type);
  return result;
}

void Importer::checkFunctionPointers(const clang::FunctionDecl *function) {
  for (const clang::ParmVarDecl *parameter : function->parameters()) {
    clang::QualType type = parameter->getType();
    bool isPointer =
        isFunctionPointer(type) && !(type->isReferenceType() && type->getPointeeType()->isPointerType());
    if (!isPointer && parameter->isUsed(false) && holdsFunctionPointer(type, /*isMember=*/false))
      refuse(parameter->getLocation(),
             "adgen cannot see which functions the pointers behind this parameter point to",
             "call the functions by their names, or make the pointers constants of the file");
  }
  if (holdsFunctionPointer(function->getReturnType(), false) ||
      holdsFunctionPointer(function->getReturnType(), true))
    refuse(function->getLocation(),
           "adgen does not differentiate a function that returns a pointer to a function");
}

//===----------------------------------------------------------------------===//
// The functions whose address is taken
//===----------------------------------------------------------------------===//

/// The lambda's operator that a call through a pointer runs.
static const clang::FunctionDecl *lambdaTarget(const clang::CXXMethodDecl *conversion) {
  const clang::CXXRecordDecl *closure = conversion->getParent();
  if (!closure->isGenericLambda())
    return closure->getLambdaCallOperator();
  const clang::TemplateArgumentList *arguments = conversion->getTemplateSpecializationArgs();
  clang::FunctionTemplateDecl *pattern = closure->getDependentLambdaCallOperator();
  void *position = nullptr;
  return arguments && pattern ? pattern->findSpecialization(arguments->asArray(), position) : nullptr;
}

/// A lambda without captures, converted to a pointer, or null.
static const clang::FunctionDecl *convertedLambda(const clang::Stmt *stmt) {
  auto *call = dyn_cast<clang::CXXMemberCallExpr>(stmt);
  const clang::CXXMethodDecl *method = call ? call->getMethodDecl() : nullptr;
  return isa_and_nonnull<clang::CXXConversionDecl>(method) && method->getParent()->isLambda()
             ? lambdaTarget(method)
             : nullptr;
}

/// What a constant address means.
static const clang::FunctionDecl *functionOf(const clang::ValueDecl *decl) {
  if (auto *method = dyn_cast_or_null<clang::CXXMethodDecl>(decl); method && method->isLambdaStaticInvoker())
    return lambdaTarget(method);
  return dyn_cast_or_null<clang::FunctionDecl>(decl);
}

namespace {

/// A walk through a function and all that it may run.
class TargetScan {
public:
  TargetScan(Importer &importer, FunctionTargets &result) : importer(importer), result(result) {}

  void run(const clang::FunctionDecl *root) {
    enqueue(root);
    for (unsigned i = 0; i < bodies.size(); ++i) {
      const clang::FunctionDecl *function = bodies[i];
      if (auto *constructor = dyn_cast<clang::CXXConstructorDecl>(function))
        for (const clang::CXXCtorInitializer *init : constructor->inits())
          visit(init->getInit());
      visit(function->getBody());
    }
  }

private:
  void enqueue(const clang::FunctionDecl *function) {
    const clang::SourceManager &sources = importer.ast.getSourceManager();
    if (!function || function->isDependentContext() || sources.isInSystemHeader(function->getLocation()))
      return;
    if (const clang::FunctionDecl *definition = importer.definitionOf(function, function->getLocation()))
      if (definition->getBody())
        bodies.insert(definition);
  }

  void take(const clang::FunctionDecl *function) {
    function = functionOf(function);
    if (!function)
      return;
    result.insert(function);
    enqueue(function);
  }

  void visitVariable(const clang::VarDecl *variable) {
    if (!variable->hasGlobalStorage() || !variables.insert(variable->getCanonicalDecl()).second)
      return;
    if (!importer.constantOf(variable)) // else its functions are numbers
      result.addOutside(importer.ast, variable->getType());
    const clang::VarDecl *initialised = nullptr;
    if (const clang::Expr *init = variable->getAnyInitializer(initialised); init && !init->isValueDependent())
      visit(init);
  }

  void visit(const clang::Stmt *stmt) {
    if (!stmt)
      return;
    if (auto *call = dyn_cast<clang::CallExpr>(stmt)) {
      if (const clang::FunctionDecl *callee = call->getDirectCallee()) {
        if (const clang::FunctionDecl *lambda = convertedLambda(call))
          take(lambda);
        else
          enqueue(callee);
        // The name of the callee is no use of its address; the object of a member call is looked through.
        if (auto *member = dyn_cast<clang::CXXMemberCallExpr>(call))
          visit(member->getImplicitObjectArgument());
        for (const clang::Expr *argument : call->arguments())
          visit(argument);
        return;
      }
    } else if (auto *name = dyn_cast<clang::DeclRefExpr>(stmt)) {
      if (auto *function = dyn_cast<clang::FunctionDecl>(name->getDecl()))
        take(function);
      else if (auto *variable = dyn_cast<clang::VarDecl>(name->getDecl()))
        visitVariable(variable);
    } else if (auto *member = dyn_cast<clang::MemberExpr>(stmt)) {
      if (auto *variable = dyn_cast<clang::VarDecl>(member->getMemberDecl()))
        visitVariable(variable);
      else if (auto *method = dyn_cast<clang::CXXMethodDecl>(member->getMemberDecl()))
        method->isStatic() ? take(method) : enqueue(method);
    } else if (auto *construct = dyn_cast<clang::CXXConstructExpr>(stmt)) {
      enqueue(construct->getConstructor());
    } else if (auto *defaulted = dyn_cast<clang::CXXDefaultArgExpr>(stmt)) {
      visit(defaulted->getExpr());
    } else if (auto *defaulted = dyn_cast<clang::CXXDefaultInitExpr>(stmt)) {
      visit(defaulted->getExpr());
    }
    for (const clang::Stmt *child : stmt->children())
      visit(child);
  }

  Importer &importer;
  FunctionTargets &result;
  llvm::SetVector<const clang::FunctionDecl *> bodies;
  llvm::DenseSet<const clang::VarDecl *> variables;
};

} // namespace

void FunctionTargets::insert(const clang::FunctionDecl *function) {
  functions.insert(function->getCanonicalDecl());
}

int64_t FunctionTargets::idOf(const clang::FunctionDecl *function) {
  insert(function);
  auto at = llvm::find(functions, function->getCanonicalDecl());
  return at - functions.begin() + 1;
}

const clang::FunctionDecl *FunctionTargets::at(int64_t id) const {
  return id > 0 && id <= int64_t(functions.size()) ? functions[id - 1] : nullptr;
}

void FunctionTargets::addOutside(const clang::ASTContext &ast, clang::QualType type) {
  PointerWalk(ast, [&](clang::QualType pointer, bool isMember) {
    if (isMember)
      outside.insert(pointer);
  }).visit(type);
}

FunctionTargets &Importer::functionTargets() {
  if (!targets.isComplete) {
    targets.isComplete = true;
    const clang::FunctionDecl *root = frames.front()->function;
    for (const clang::ParmVarDecl *parameter : root->parameters()) {
      targets.addOutside(ast, parameter->getType());
      if (parameter->getType()->isFunctionPointerType())
        targets.outside.insert(parameter->getType().getCanonicalType().getUnqualifiedType());
    }
    if (auto *method = dyn_cast<clang::CXXMethodDecl>(root); method && method->isInstance())
      targets.addOutside(ast, method->getThisType());
    TargetScan(*this, targets).run(root);
  }
  return targets;
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

clang::QualType adgen::signatureOf(const clang::ASTContext &ast, clang::QualType function) {
  if (function->isReferenceType() || function->isPointerType())
    function = function->getPointeeType();
  auto *type = function->getAs<clang::FunctionProtoType>();
  if (!type)
    return {};
  clang::FunctionProtoType::ExtProtoInfo info;
  info.Variadic = type->isVariadic();
  return ast.getCanonicalType(ast.getFunctionType(type->getReturnType(), type->getParamTypes(), info));
}

std::vector<const clang::FunctionDecl *> Importer::functionsOfType(clang::QualType pointer) {
  std::vector<const clang::FunctionDecl *> result;
  clang::QualType signature = isFunctionPointer(pointer) ? signatureOf(ast, pointer) : clang::QualType();
  for (const clang::FunctionDecl *function : functionTargets().functions)
    if (!signature.isNull() && signatureOf(ast, function->getType()) == signature)
      result.push_back(function);
  return result;
}

int64_t Importer::functionId(const clang::FunctionDecl *function) {
  FunctionTargets &all = functionTargets();
  bool isKnown = all.functions.contains(function->getCanonicalDecl());
  // (Only inside a library.)
  if (!isKnown && all.dispatched.contains(signatureOf(ast, function->getType())))
    refuse(clang::SourceLocation(), whyUnknown);
  return all.idOf(function);
}

Value Importer::functionValue(const clang::FunctionDecl *function) {
  usesFunctionNumbers = true;
  return constantInt(b.getI32Type(), functionId(function));
}

std::optional<int64_t> Importer::constantFunction(const clang::APValue &value) {
  if (!value.isLValue())
    return std::nullopt;
  if (value.isNullPointer())
    return 0;
  const clang::FunctionDecl *function =
      functionOf(value.getLValueBase().dyn_cast<const clang::ValueDecl *>());
  return function ? std::optional<int64_t>(functionId(function)) : std::nullopt;
}

const clang::FunctionDecl *Importer::targetOf(const clang::Expr *expr) {
  if (!isFunctionPointer(expr->getType()))
    return nullptr;
  expr = expr->IgnoreParenImpCasts();
  if (auto *unary = dyn_cast<clang::UnaryOperator>(expr))
    return unary->getOpcode() == clang::UO_AddrOf || unary->getOpcode() == clang::UO_Deref ||
                   unary->getOpcode() == clang::UO_Plus
               ? targetOf(unary->getSubExpr())
               : nullptr;
  if (auto *cast = dyn_cast<clang::ExplicitCastExpr>(expr))
    return cast->getCastKind() == clang::CK_NoOp || cast->getCastKind() == clang::CK_FunctionToPointerDecay ||
                   cast->getCastKind() == clang::CK_UserDefinedConversion
               ? targetOf(cast->getSubExpr())
               : nullptr;
  if (auto *parameter = dyn_cast<clang::SubstNonTypeTemplateParmExpr>(expr))
    return targetOf(parameter->getReplacement());
  if (auto *member = dyn_cast<clang::MemberExpr>(expr))
    return dyn_cast<clang::FunctionDecl>(member->getMemberDecl());
  if (auto *name = dyn_cast<clang::DeclRefExpr>(expr)) {
    if (auto *function = dyn_cast<clang::FunctionDecl>(name->getDecl()))
      return function;
    auto *key = cast<clang::ValueDecl>(name->getDecl()->getCanonicalDecl());
    for (auto &frame : llvm::reverse(frames))
      if (Place *place = frame->places.lookup(key)) {
        APInt id;
        bool isKnown =
            place->value && isa<IntegerType>(place->type) && matchPattern(place->value, m_ConstantInt(&id));
        return isKnown ? functionTargets().at(id.getSExtValue()) : nullptr;
      }
    return nullptr;
  }
  return convertedLambda(expr);
}

/// Whether a number that says which function, and not an address, stands in a member of this type.
bool Importer::checkStoredFunction(clang::SourceLocation use, Type stored) {
  if (!functionTargets().outside.contains(storedTypes.lookup(stored)))
    return true;
  refuse(use, whyUnknown, "a pointer of this type comes in from outside of the function");
  return false;
}
