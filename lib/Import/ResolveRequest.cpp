// What a request means for its function.
#include "NameLookup.h"
#include "adgen/Import/DifferentiableType.h"
#include "adgen/Import/ResolvedRequest.h"
#include "adgen/Request/Diagnostics.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Sema/Sema.h"

using namespace adgen;
using clang::QualType;

namespace {

class Resolver {
public:
  Resolver(clang::Sema &sema, const Request &request, const clang::FunctionDecl *function)
      : sema(sema), diagnostics(sema.getDiagnostics()), request(request), function(function) {}

  std::optional<ResolvedRequest> run() {
    ResolvedRequest resolved{request, function, {}, {}, {}, {}};
    if (!checkFunction() || !checkMode() || !nameResult(resolved))
      return std::nullopt;
    if (request.weights) {
      resolved.weights = resolveWeights(sema, *request.weights, function);
      if (!resolved.weights)
        return std::nullopt;
    }
    if (!(request.wrt ? resolveOperands(resolved) : selectEveryParameter(resolved)) ||
        !checkOutputs(resolved) || !checkResults(resolved))
      return std::nullopt;
    return resolved;
  }

private:
  /// Compilers take a second for a tuple of a hundred, and the square of that for more.
  bool checkResults(const ResolvedRequest &resolved) {
    constexpr size_t most = 200;
    const size_t results =
        llvm::count_if(resolved.wrt, [](const Selection &each) { return !each.hasBuffer; });
    if (request.mode == Mode::Jvp || results <= most)
      return true;
    return fail(resolved.location(),
                "the derivative would return " + llvm::Twine(results) +
                    " results, and a tuple of more than " + llvm::Twine(most) +
                    " is not supported; pass an array or a struct, or choose with wrt(...)");
  }

  std::string functionName() const { return "'" + function->getNameAsString() + "'"; }

  std::string spelled(QualType type) const { return type.getAsString(sema.getPrintingPolicy()); }

  bool fail(clang::SourceLocation location, const llvm::Twine &message) {
    diagnostics.error(location, message);
    diagnostics.note(function->getLocation(), functionName() + " is defined here");
    return false;
  }

  bool checkFunction() {
    if (function->isDependentContext())
      return fail(request.location, functionName() +
                                        " is a template or a member of one; put the pragma in front of an "
                                        "explicit specialisation");
    if (llvm::isa<clang::CXXConstructorDecl, clang::CXXDestructorDecl, clang::CXXConversionDecl>(function))
      return fail(request.location,
                  "constructors, destructors and conversions have no derivative of their own");
    for (const clang::Decl *member = function; member->getDeclContext()->isRecord();
         member = llvm::cast<clang::Decl>(member->getDeclContext()))
      if (member->getAccess() != clang::AS_public)
        return fail(request.location, functionName() + " is not public: generated code cannot name it; make it public, "
                                                       "or differentiate a function that calls it");
    return true;
  }

  /// The one place that says which modes work.
  bool checkMode() {
    const std::string mode = "mode(" + modeName(request.mode).str() + ")";
    if (request.mode == Mode::Jacobian || request.mode == Mode::Hessian) {
      diagnostics.error(request.modeLocation, mode + " is not supported yet");
      diagnostics.note(request.modeLocation, "mode(jvp) gives its product with a vector, column by column; "
                                             "mode(vjp) row by row");
      return false;
    }
    if (request.lanes > 1 && request.mode == Mode::Reverse) {
      diagnostics.error(request.lanesLocation,
                        "'lanes' belongs to mode(jvp) and mode(vjp): a gradient has one "
                        "cotangent");
      return false;
    }
    if (request.mode == Mode::Reverse)
      return true;
    if (request.hasAux) {
      diagnostics.error(request.hasAuxLocation, "'has_aux' belongs to a gradient, not to " + mode);
      return false;
    }
    if (request.weights && request.mode == Mode::Jvp) {
      diagnostics.error(request.weights->location(), "'weights' is not supported with " + mode + " yet");
      return false;
    }
    return true;
  }

  bool nameResult(ResolvedRequest &resolved) {
    if (request.name) {
      resolved.name = request.name->text;
      if (request.mode == Mode::Reverse)
        resolved.valueAndGradName = resolved.name + "_value_and_grad";
      if (function->getNameAsString() == resolved.name)
        return fail(request.name->location,
                    "the derivative of " + functionName() + " needs a name of its own");
      return true;
    }
    std::string base;
    if (function->getDeclName().isIdentifier())
      base = function->getName();
    else if (function->getOverloadedOperator() == clang::OO_Call)
      base = "call";
    else
      return fail(request.location, "the derivative of an operator needs a name; add name(...)");
    resolved.name = base + modeSuffix(request.mode).str();
    if (request.mode == Mode::Reverse)
      resolved.valueAndGradName = base + "_value_and_grad";
    return true;
  }

  /// Counted as the user sees them: the elements of a tuple, the fields of a struct.
  size_t countOutputs() const {
    QualType result = function->getReturnType();
    return classify(result) == TypeClass::Record ? partsOf(result).size() : 1;
  }

  QualType typeOf(unsigned parameter) const { return function->getParamDecl(parameter)->getType(); }

  bool checkOutputs(const ResolvedRequest &resolved) {
    QualType result = function->getReturnType();
    const bool hasResult = isDifferentiable(result) && !isMemoryLike(result);
    if (request.hasAux && (!hasResult || countOutputs() < 2))
      return fail(request.hasAuxLocation,
                  "'has_aux' needs a function with at least two outputs (a tuple, a pair or a struct)");
    auto isOutput = [&](const Selection &selection) {
      return selection.isWholeParameter() && isWritable(typeOf(selection.parameter));
    };
    if (hasResult || llvm::any_of(resolved.wrt, isOutput))
      return true;
    const bool isVoid = result->isVoidType();
    for (const clang::ParmVarDecl *parameter : function->parameters())
      if (isDifferentiable(parameter->getType()) && isWritable(parameter->getType())) {
        fail(request.wrtLocation.isValid() ? request.wrtLocation : request.location,
             isVoid ? functionName() + " returns nothing: name the output parameter in 'wrt' too"
                    : functionName() + " returns '" + spelled(result) +
                          "', which has no derivative: name the output parameter in 'wrt' too");
        diagnostics.note(parameter->getLocation(),
                         "'" + parameter->getNameAsString() + "' is one that the function may write to");
        return false;
      }
    return fail(request.location,
                isVoid ? functionName() + " returns nothing, so it has no gradient"
                       : functionName() + " returns '" + spelled(result) + "', which has no derivative");
  }

  bool selectEveryParameter(ResolvedRequest &resolved) {
    for (unsigned i = 0; i < function->getNumParams(); ++i)
      if (isDifferentiable(typeOf(i)))
        resolved.wrt.push_back({i, {}, request.location, hasBuffer(typeOf(i))});
    if (resolved.wrt.empty() && !resolved.weights)
      return fail(request.location, functionName() + " has no parameter of a differentiable type");
    return true;
  }

  bool resolveOperands(ResolvedRequest &resolved) {
    if (request.wrt->empty() && !resolved.weights) {
      diagnostics.error(request.wrtLocation,
                        "'wrt()' asks for weights alone; add 'weights(...)' or name a parameter");
      return false;
    }
    for (const Operand &operand : *request.wrt) {
      std::optional<Selection> selection = resolveOperand(operand);
      if (!selection || !checkNotRepeated(resolved, operand, *selection))
        return false;
      resolved.wrt.push_back(*selection);
    }
    return true;
  }

  std::optional<Selection> resolveOperand(const Operand &operand) {
    std::optional<unsigned> parameter;
    QualType type;
    if (operand.position)
      parameter = checkPosition(operand);
    else if (operand.path.front().text == "this")
      parameter = findThis(operand, type);
    else
      parameter = findParameter(operand.path.front());
    if (!parameter)
      return std::nullopt;
    Selection selection{*parameter, {}, operand.location};
    if (*parameter != Selection::ImplicitThis)
      type = typeOf(*parameter);
    if (!operand.position)
      for (const Identifier &member : llvm::ArrayRef(operand.path).drop_front()) {
        if (!checkMembers(type, operand))
          return std::nullopt;
        const clang::FieldDecl *field = findField(type, member);
        if (!field)
          return std::nullopt;
        selection.path.push_back(field);
        type = field->getType();
      }
    if (!isDifferentiable(type)) {
      fail(operand.location, "'" + operand.text() + "' of type '" + spelled(type.getNonReferenceType()) +
                                 "' has no derivative: it is " + describe(classify(type)));
      return std::nullopt;
    }
    selection.hasBuffer = selection.isWholeParameter() && hasBuffer(type);
    return selection;
  }

  /// Whether the derivative goes into a buffer and is not returned.
  static bool hasBuffer(QualType type) {
    return isMemoryLike(type) ||
           (type->isLValueReferenceType() && !type.getNonReferenceType().isConstQualified());
  }

  /// Where memory outside of an object is involved, the derivative mirrors all of the object.
  bool checkMembers(QualType type, const Operand &operand) {
    if (!isMemoryLike(type))
      return true;
    const std::string &whole = operand.path.front().text;
    fail(operand.location, "'" + operand.text() + "' in 'wrt' is a part of something that " +
                               (classify(type) == TypeClass::PointerLike ? "is" : "holds") + " a pointer" +
                               (whole == "this" ? "" : "; name the whole parameter: 'wrt(" + whole + ")'"));
    return false;
  }

  std::optional<unsigned> checkPosition(const Operand &operand) {
    const unsigned count = function->getNumParams();
    if (*operand.position < count)
      return operand.position;
    fail(operand.location, "position " + llvm::Twine(*operand.position) +
                               " is out of range: " + functionName() + " has " + llvm::Twine(count) +
                               (count == 1 ? " parameter" : " parameters"));
    return std::nullopt;
  }

  std::optional<unsigned> findThis(const Operand &operand, QualType &type) {
    auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(function);
    if (!method || method->isStatic()) {
      fail(operand.location,
           "'this' in 'wrt', but " + functionName() + " is not a member function with an object");
      return std::nullopt;
    }
    type = method->getFunctionObjectParameterType();
    return Selection::ImplicitThis;
  }

  std::optional<unsigned> findParameter(const Identifier &name) {
    std::vector<llvm::StringRef> known;
    for (unsigned i = 0; i < function->getNumParams(); ++i) {
      known.push_back(function->getParamDecl(i)->getName());
      if (known.back() == name.text)
        return i;
    }
    reportUnknown(name, functionName() + " has no parameter '" + name.text + "'", known);
    return std::nullopt;
  }

  const clang::FieldDecl *findField(QualType type, const Identifier &name) {
    type = type.getNonReferenceType();
    const clang::CXXRecordDecl *record = type->getAsCXXRecordDecl();
    if (!record || !record->hasDefinition()) {
      fail(name.location, "'" + spelled(type) + "' has no members, so there is no '" + name.text + "' in it");
      return nullptr;
    }
    std::vector<llvm::StringRef> known;
    if (const clang::FieldDecl *field = searchField(record->getDefinition(), name.text, known))
      return field;
    reportUnknown(name, "'" + spelled(type.getUnqualifiedType()) + "' has no data member '" + name.text + "'",
                  known);
    return nullptr;
  }

  /// A field of the class, else of its bases. `known` collects all names on the way.
  static const clang::FieldDecl *searchField(const clang::CXXRecordDecl *record, llvm::StringRef name,
                                             std::vector<llvm::StringRef> &known) {
    for (const clang::FieldDecl *field : record->fields()) {
      known.push_back(field->getName());
      if (field->getName() == name)
        return field;
    }
    for (const clang::CXXBaseSpecifier &base : record->bases())
      if (const clang::CXXRecordDecl *parent = base.getType()->getAsCXXRecordDecl())
        if (const clang::FieldDecl *field = searchField(parent, name, known))
          return field;
    return nullptr;
  }

  void reportUnknown(const Identifier &written, const std::string &message,
                     llvm::ArrayRef<llvm::StringRef> known) {
    if (std::optional<llvm::StringRef> meant = closestSpelling(written.text, known); meant && !meant->empty())
      diagnostics.error(written.location, message + "; did you mean '" + meant->str() + "'?")
          << clang::FixItHint::CreateReplacement(written.location, *meant);
    else
      diagnostics.error(written.location, message);
    diagnostics.note(function->getLocation(), functionName() + " is defined here");
  }

  /// A parameter beside itself, or beside a member of itself, would be counted twice.
  bool checkNotRepeated(const ResolvedRequest &resolved, const Operand &operand, const Selection &selection) {
    for (const Selection &earlier : resolved.wrt) {
      if (earlier.parameter != selection.parameter)
        continue;
      size_t common = std::min(earlier.path.size(), selection.path.size());
      if (!std::equal(earlier.path.begin(), earlier.path.begin() + common, selection.path.begin()))
        continue;
      diagnostics.error(operand.location, "'" + operand.text() + "' is given twice in 'wrt'");
      diagnostics.note(earlier.location, "it was given first here");
      return false;
    }
    return true;
  }

  clang::Sema &sema;
  Diagnostics diagnostics;
  const Request &request;
  const clang::FunctionDecl *function;
};

} // namespace

std::optional<ResolvedRequest> adgen::resolveRequest(clang::Sema &sema, const Request &request,
                                                     const clang::FunctionDecl *function) {
  return Resolver(sema, request, function).run();
}
