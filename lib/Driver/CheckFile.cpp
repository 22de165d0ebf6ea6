#include "CheckFile.h"
#include "OutputFile.h"
#include "adgen/Driver/Registration.h"
#include "adgen/Import/DifferentiableType.h"
#include "adgen/Request/Diagnostics.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Sema/Sema.h"
#include "llvm/ADT/StringExtras.h"

using namespace adgen;

namespace {

/// Writes the tests, and the lines that let adgen/check.h look into the structs of the arguments.
class CheckWriter {
public:
  CheckWriter(clang::Sema &sema, const CommandLine &command)
      : ast(sema.Context), command(command), diagnostics(sema.getDiagnostics()) {}

  /// \returns whether there is a test for this derivative; why not has been reported.
  bool add(const Derivative &derivative, bool hasTangent) {
    const ResolvedRequest &request = derivative.request;
    const clang::FunctionDecl *function = request.function;
    if (auto method = llvm::dyn_cast<clang::CXXMethodDecl>(function); method && method->isInstance())
      return refuse(function, "a member function", "call it from a function with the object as a parameter");
    if (derivative.text.stopsGradients)
      return refuse(function, "a function that stops a gradient",
                    "differences know nothing of stop_gradient; compare with a function in which a parameter "
                    "stands for what is stopped");
    if (request.weights)
      return refuse(function, "a derivative with respect to weights",
                    "compare it in a test of your own, by differences of each Parameter");
    if (derivative.registration.empty())
      return refuse(function, "a derivative with respect to members of parameters",
                    "ask for the whole parameter with wrt(...)");
    clang::QualType result = function->getReturnType();
    if (const clang::QualType element = elementOfVector(result); !element.isNull())
      result = element;
    if (!result->isVoidType() && (isMemoryLike(result) || !canSee(function, result, "the result")))
      return isMemoryLike(result) ? refuse(function, "a result that points to memory",
                                           "let the function write through a parameter")
                                  : false;
    std::string declarations, arguments;
    for (const clang::ParmVarDecl *parameter : function->parameters()) {
      const std::string name = argumentName(parameter);
      std::optional<std::string> value = argument(function, parameter);
      if (!value)
        return false;
      declarations += "    const auto " + name + " = " + *value + ";\n";
      arguments += ", " + name;
    }
    std::string calls;
    for (llvm::StringRef check : checksOf(request, hasTangent))
      calls += call(check, request, arguments);
    tests += "\nTEST(" + suiteName(request.request.mode) + ", " +
             testName(suiteName(request.request.mode), function) + ") {\n" + "  adgen::CheckRandom random(" +
             std::to_string(command.check.seed) + ");\n" + "  for (int point = 0; point < 3; ++point) {\n" +
             declarations + calls + "  }\n}\n";
    return true;
  }

  std::string text() const {
    return "// Each at three points: central differences at many steps, the best of which has to agree with "
           "its\n"
           "// neighbours and with the derivative; <w, J v> = <J^T w, v> where there is forward mode.\n" +
           fields + tests;
  }

private:
  bool refuse(const clang::FunctionDecl *function, const llvm::Twine &what, const llvm::Twine &remedy) {
    // A gradient, and the tangent that it is compared with, are refused for one reason.
    if (!refused.insert({function, what.str()}).second)
      return false;
    diagnostics.error(function->getLocation(),
                      "--emit=check cannot test '" + function->getNameAsString() + "': " + what);
    diagnostics.note(function->getLocation(), remedy);
    return false;
  }

  static std::vector<llvm::StringRef> checksOf(const ResolvedRequest &request, bool hasTangent) {
    switch (request.request.mode) {
    case Mode::Jvp:
      return {"check_jvp"};
    case Mode::Vjp:
      return {"check_vjp"};
    default:
      if (request.request.hasAux)
        return {"check_aux_gradient"};
      return hasTangent ? std::vector<llvm::StringRef>{"check_gradient", "check_dot_product"}
                        : std::vector<llvm::StringRef>{"check_gradient"};
    }
  }

  static std::string call(llvm::StringRef check, const ResolvedRequest &request,
                          const std::string &arguments) {
    std::string positions;
    for (const Selection &selection : request.wrt)
      positions += (positions.empty() ? "" : ", ") + std::to_string(selection.parameter);
    const std::string text = "adgen::" + check.str() + "<" + addressOf(request.function) + ">(adgen::wrt<" +
                             positions + ">" + arguments + ")";
    // Inside of the parentheses, a comma between < and > does not separate arguments of the macro.
    return "    EXPECT_EQ(\"\", adgen::failure(" + text + "));\n";
  }

  static std::string suiteName(Mode mode) {
    return mode == Mode::Jvp ? "Tangent" : mode == Mode::Vjp ? "Cotangent" : "Gradient";
  }

  std::string testName(const std::string &suite, const clang::FunctionDecl *function) {
    std::string name = function->getQualifiedNameAsString();
    for (char &letter : name)
      if (!llvm::isAlnum(letter))
        letter = '_';
    const unsigned count = ++testNames[suite + name];
    return count == 1 ? name : name + std::to_string(count);
  }

  static std::string argumentName(const clang::ParmVarDecl *parameter) {
    const std::string name = parameter->getNameAsString();
    const std::string position = std::to_string(parameter->getFunctionScopeIndex());
    return name.empty()                                             ? "argument" + position
           : name == "random" || name == "point" || name == "adgen" ? name + position
                                                                    : name;
  }

  std::string box(const clang::ParmVarDecl *parameter) const {
    auto [low, high] = command.check.boxOf(parameter->getName(), parameter->getFunctionScopeIndex());
    return low + ", " + high;
  }

  std::string constantOf(clang::QualType type, const std::string &value) const {
    return "static_cast<" + typeFromGlobal(type, ast) + ">(" + value + ")";
  }

  /// The element of a std::vector; null of another type.
  static clang::QualType elementOfVector(clang::QualType type) {
    const clang::CXXRecordDecl *record = type->getAsCXXRecordDecl();
    return record && record->isInStdNamespace() && record->getName() == "vector" ? partsOf(type).front()
                                                                                 : clang::QualType();
  }

  /// The expression that makes an argument.
  std::optional<std::string> argument(const clang::FunctionDecl *function,
                                      const clang::ParmVarDecl *parameter) {
    const std::string name = parameter->getNameAsString();
    const unsigned position = parameter->getFunctionScopeIndex();
    const std::string key = name.empty() ? std::to_string(position) : name;
    const clang::QualType declared = parameter->getType();
    auto fail = [&](const llvm::Twine &what, const llvm::Twine &remedy) {
      refuse(function, "parameter '" + key + "' " + what, remedy);
      return std::nullopt;
    };
    if (declared->isRValueReferenceType() || declared.getNonReferenceType()->isArrayType())
      return fail("is a reference to an array or a temporary", "pass a pointer, a value or std::array");
    const clang::QualType type = declared.getNonReferenceType().getUnqualifiedType();
    const std::optional<std::string> size = command.check.sizeOf(name, position);
    const std::optional<std::string> value = command.check.valueOf(name, position);
    if (type->isEnumeralType())
      return value ? std::optional(constantOf(type, *value))
                   : fail("is an integer, for which there is no random value", "say --value=" + key + ":1");
    switch (classify(type)) {
    case TypeClass::PointerLike: {
      const clang::QualType element = type->getPointeeType().getUnqualifiedType();
      if (declared->isReferenceType() || element->isFunctionType() || element->isVoidType() ||
          element->isBooleanType())
        return fail("does not point to numbers or structs of numbers", "write the test by hand");
      if (isMemoryLike(element) || element->isArrayType())
        return fail("points to arrays or pointers", "write the test by hand");
      if (!size || llvm::StringRef(*size).contains('x'))
        return fail("is an array of unknown length", "say --size=" + key + ":8");
      if (!canSee(function, element, "parameter '" + name + "'"))
        return std::nullopt;
      const std::string elements = typeFromGlobal(element, ast);
      if (isDifferentiable(element))
        return "random.array<" + elements + ">(" + *size + ", " + box(parameter) + ")";
      if (!value || !element->isIntegralOrEnumerationType())
        return fail("points to what has no random value", "integers: say --value=" + key + ":1 for all");
      return "std::vector<" + elements + ">(" + *size + ", " + constantOf(element, *value) + ")";
    }
    case TypeClass::Integer:
    case TypeClass::Boolean:
      if (!value)
        return fail("is an integer, for which there is no random value", "say --value=" + key + ":8");
      return constantOf(type, *value);
    case TypeClass::Real:
      return "random.value<" + typeFromGlobal(type, ast) + ">(" + box(parameter) + ")";
    case TypeClass::RealTensor:
      if (!size)
        return fail("is a tensor of unknown shape", "say --size=" + key + ":2x3");
      return tensor(type, *size, box(parameter));
    case TypeClass::Record:
      if (isMemoryLike(type))
        return fail("holds pointers", "write the test by hand");
      if (const clang::QualType element = elementOfVector(type); !element.isNull()) {
        if (!size || llvm::StringRef(*size).contains('x'))
          return fail("is an array of unknown length", "say --size=" + key + ":8");
        if (!elementOfVector(element).isNull())
          return fail("is a vector of vectors", "write the test by hand");
        if (!canSee(function, element, "parameter '" + name + "'"))
          return std::nullopt;
        if (isDifferentiable(element))
          return "random.array<" + typeFromGlobal(element, ast) + ">(" + *size + ", " + box(parameter) + ")";
        if (!value || !element->isIntegralOrEnumerationType())
          return fail("points to what has no random value", "integers: say --value=" + key + ":1 for all");
        return "std::vector<" + typeFromGlobal(element, ast) + ">(" + *size + ", " +
               constantOf(element, *value) + ")";
      }
      if (!canSee(function, type, "parameter '" + name + "'"))
        return std::nullopt;
      return "random.value<" + typeFromGlobal(type, ast) + ">(" + box(parameter) + ")";
    default:
      return fail("has a type without random values", "write the test by hand");
    }
  }

  std::string tensor(clang::QualType type, llvm::StringRef shape, const std::string &bounds) const {
    std::string extents = shape.str();
    for (char &letter : extents)
      letter = letter == 'x' ? ',' : letter;
    return "random.fill(" + typeFromGlobal(type, ast) + "(adgen::zeros<" + typeFromGlobal(type, ast) +
           "::value_type>({" + extents + "})), " + bounds + ")";
  }

  /// Whether adgen/check.h finds the numbers in a type, after a line in `fields` where it needs one.
  bool canSee(const clang::FunctionDecl *function, clang::QualType type, const std::string &what) {
    type = type.getNonReferenceType().getCanonicalType().getUnqualifiedType();
    if (type->isConstantArrayType())
      return canSee(function, ast.getBaseElementType(type), what);
    if (classify(type) != TypeClass::Record)
      return true;
    const clang::CXXRecordDecl *record = type->getAsCXXRecordDecl()->getDefinition();
    const char *const whatCan =
        "a struct with public fields, a name, no base class and a default constructor can be tested";
    if (record->isInStdNamespace() && record->getName() == "vector")
      return refuse(function, what + " has a class whose numbers cannot be reached", whatCan);
    for (clang::QualType part : partsOf(type))
      if (!canSee(function, part, what))
        return false;
    if (record->isInStdNamespace() || !seen.insert(record).second)
      return true;
    const std::string name = typeFromGlobal(type, ast);
    const bool isOpen = llvm::all_of(record->fields(), [](const clang::FieldDecl *field) {
      return field->getAccess() == clang::AS_public && !field->isBitField() && field->getIdentifier();
    });
    if (!isOpen || record->getNumBases() || record->field_empty() || name.find(',') != std::string::npos ||
        record->isLocalClass() || !record->getIdentifier() || !record->hasDefaultConstructor())
      return refuse(function, what + " has a class whose numbers cannot be reached", whatCan);
    const Placement home = Placement::of(record);
    fields += home.opening() + "\nADGEN_CHECK_FIELDS(" + name;
    for (const clang::FieldDecl *field : record->fields())
      fields += ", " + field->getNameAsString();
    fields += ")\n" + home.closing() + "\n";
    return true;
  }

  clang::ASTContext &ast;
  const CommandLine &command;
  Diagnostics diagnostics;
  std::string fields, tests;
  std::map<std::string, unsigned> testNames;
  std::set<const clang::CXXRecordDecl *> seen;
  std::set<std::pair<const clang::FunctionDecl *, std::string>> refused;
};

} // namespace

static bool hasMain(const clang::ASTContext &ast) {
  return llvm::any_of(ast.getTranslationUnitDecl()->decls(), [](const clang::Decl *declaration) {
    auto *function = llvm::dyn_cast<clang::FunctionDecl>(declaration);
    return function && function->isMain();
  });
}

static bool isTangentOf(const Derivative &tangent, const Derivative &gradient) {
  auto positions = [](const Derivative &derivative) {
    return llvm::to_vector(llvm::map_range(derivative.request.wrt,
                                           [](const Selection &selection) { return selection.parameter; }));
  };
  return tangent.request.request.mode == Mode::Jvp && tangent.request.function == gradient.request.function &&
         !tangent.registration.empty() && positions(tangent) == positions(gradient);
}

std::optional<std::string> adgen::checkText(clang::Sema &sema, llvm::ArrayRef<Derivative> derivatives,
                                            const CommandLine &command) {
  CheckWriter writer(sema, command);
  bool complete = true;
  for (const Derivative &derivative : derivatives) {
    const bool hasTangent =
        llvm::any_of(derivatives, [&](const Derivative &other) { return isTangentOf(other, derivative); });
    complete &= writer.add(derivative, hasTangent);
  }
  if (!complete)
    return std::nullopt;
  std::string source = "#include \"" + command.source + "\"\n";
  if (hasMain(sema.Context))
    source = "#define main mainOfTheSource // GoogleTest has its own\n" + source + "#undef main\n";
  return bannerText("Tests of derivatives", command.source, command.words) +
         "#include <adgen/check.h>\n#include <gtest/gtest.h>\n\n" + source + "\n" +
         definitionsText(derivatives) + "\n" + writer.text();
}
