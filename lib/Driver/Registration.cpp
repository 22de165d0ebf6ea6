#include "adgen/Driver/Registration.h"
#include "adgen/Import/ResolvedRequest.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/QualTypeNames.h"

using namespace adgen;

std::string adgen::typeFromGlobal(clang::QualType type, const clang::ASTContext &ast) {
  return clang::TypeName::getFullyQualifiedName(type, ast, ast.getPrintingPolicy(),
                                                /*WithGlobalNsPrefix=*/true);
}

/// `::n::Net::`: what has to stand in front of the name of a member of `context`. Unnamed and
/// inline namespaces are seen through, as everywhere in C++.
static std::string qualifier(const clang::DeclContext *context) {
  context = context->getRedeclContext();
  if (auto *record = llvm::dyn_cast<clang::CXXRecordDecl>(context))
    return typeFromGlobal(record->getASTContext().getTypeDeclType(record), record->getASTContext()) + "::";
  if (context->isTranslationUnit())
    return "::";
  auto *space = llvm::cast<clang::NamespaceDecl>(context);
  std::string outer = qualifier(space->getParent());
  return space->isAnonymousNamespace() || space->isInline() ? outer : outer + space->getNameAsString() + "::";
}

static bool isOverloaded(const clang::FunctionDecl *function) {
  for (const clang::NamedDecl *other :
       function->getDeclContext()->getRedeclContext()->lookup(function->getDeclName()))
    if (other->getUnderlyingDecl()->getCanonicalDecl() != function->getCanonicalDecl())
      return true;
  return false;
}

std::string adgen::addressOf(const clang::FunctionDecl *function) {
  const clang::ASTContext &ast = function->getASTContext();
  std::string name = function->getNameAsString();
  if (const clang::TemplateArgumentList *arguments = function->getTemplateSpecializationArgs()) {
    llvm::raw_string_ostream stream(name);
    clang::PrintingPolicy policy = ast.getPrintingPolicy();
    clang::printTemplateArgumentList(stream, arguments->asArray(), policy);
  }
  std::string address = "&" + qualifier(function->getDeclContext()) + name;
  if (function->getTemplateSpecializationArgs() || !isOverloaded(function))
    return address;
  clang::QualType type = ast.getPointerType(function->getType());
  if (auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(function); method && !method->isStatic())
    type = ast.getMemberPointerType(function->getType(), method->getParent()->getTypeForDecl());
  return "static_cast<" + typeFromGlobal(type, ast) + ">(" + address + ")";
}

static std::string forwardingMember(const std::string &name, const std::string &target) {
  return "  template <class... Arguments> static auto " + name + "(Arguments &&...arguments) {\n    return " +
         target + "(static_cast<Arguments &&>(arguments)...);\n  }\n";
}

/// Which object the weights live in, and their names for return_ids.
static std::string weightMembers(const WeightsSelection &weights) {
  std::string text;
  if (auto *parameter = llvm::dyn_cast<clang::ParmVarDecl>(weights.object))
    text +=
        "  static constexpr int weightsParameter = " + std::to_string(parameter->getFunctionScopeIndex()) +
        ";\n";
  else
    text += "  static const void *weightsObject() { return &reinterpret_cast<const char &>(" +
            qualifier(weights.object->getDeclContext()) + weights.object->getNameAsString() + "); }\n";
  text += "  static constexpr const char *weightNames[] = {";
  for (const WeightPath &weight : weights.parameters)
    text += (&weight == &weights.parameters.front() ? "\"" : ", \"") + weight.name + "\"";
  return text + "};\n";
}

/// What Cell::trainable_params needs to know of the object's class: C++17 cannot enumerate members.
static std::string cellRegistration(const WeightsSelection &weights, const clang::ASTContext &ast,
                                    std::set<std::string> &taken) {
  clang::QualType type = weights.object->getType().getNonReferenceType().getUnqualifiedType();
  auto *record = type->getAsCXXRecordDecl();
  if (!record || !record->isPolymorphic())
    return "";
  const std::string cell = typeFromGlobal(type, ast);
  std::string variable = "cell_members_of" + typeFromGlobal(type, ast);
  for (char &letter : variable)
    if (!llvm::isAlnum(letter))
      letter = '_';
  if (!taken.insert(variable).second)
    return "";
  const std::string guard = "ADGEN_" + variable;
  std::string text = "#ifndef " + guard + "\n#define " + guard + "\ninline const CellRegistration<" + cell +
                     "> " + variable + "{";
  for (const WeightPath &weight : weights.parameters)
    text += (&weight == &weights.parameters.front() ? "\n" : ",\n") + ("    {\"" + weight.name) + "\", [](" +
            cell + " &cell) -> Parameter & { return cell." + weight.name + "; }}";
  return text + "};\n#endif\n";
}

/// What adgen::jvp and adgen::vjp find.
static std::string directional(const std::string &which, const ResolvedRequest &request,
                               const std::string &positions, std::set<std::string> &taken) {
  const std::string function = addressOf(request.function);
  const std::string key = which + "<" + function + ", Wrt<" + positions + ">>";
  const std::string everyKey = which + "<" + function + ", EveryParameter>";
  std::string text;
  if (taken.insert(which).second)
    text += "template <auto, class> struct " + which + ";\n";
  if (taken.insert(key).second)
    text +=
        "template <> struct " + key + " {\n" +
        forwardingMember("call", qualifier(request.function->getEnclosingNamespaceContext()) + request.name) +
        "};\n";
  if (request.isDefaultWrt() && taken.insert(everyKey).second)
    text += "template <> struct " + everyKey + " : " + key + " {};\n";
  return text;
}

std::string adgen::printRegistration(const ResolvedRequest &request, std::set<std::string> &taken) {
  std::string positions, returned;
  for (const Selection &selection : request.wrt) {
    if (!selection.isWholeParameter())
      return "";
    const std::string position = std::to_string(selection.parameter);
    positions += (positions.empty() ? "" : ", ") + position;
    if (!selection.hasBuffer)
      returned += (returned.empty() ? "" : ", ") + position;
  }
  const Mode mode = request.request.mode;
  if (request.request.lanes > 1) // adgen::jvp<f> and vjp<f> take one tangent or cotangent
    return "";
  if (mode == Mode::Jvp || mode == Mode::Vjp)
    return request.weights ? ""
                           : directional(mode == Mode::Jvp ? "JvpOf" : "VjpOf", request, positions, taken);
  const clang::ASTContext &ast = request.function->getASTContext();
  std::string weights = "NoWeights";
  if (request.weights)
    weights =
        "WeightsOf<" +
        typeFromGlobal(request.weights->object->getType().getNonReferenceType().getUnqualifiedType(), ast) +
        ">";
  const std::string function = addressOf(request.function);
  const std::string rest = weights + (request.request.hasAux ? ", true>" : ", false>");
  const std::string key = "Derivative<" + function + ", Wrt<" + positions + ">, " + rest;
  const std::string home = qualifier(request.function->getEnclosingNamespaceContext());

  std::string text;
  if (request.weights)
    text += cellRegistration(*request.weights, ast, taken);
  if (taken.insert(key).second) {
    text += "template <> struct " + key + " {\n";
    text += "  using Positions = Wrt<" + returned + ">;\n";
    text += forwardingMember("gradient", home + request.name);
    text += forwardingMember("valueAndGradient", home + request.valueAndGradName);
    if (request.weights)
      text += weightMembers(*request.weights);
    text += "};\n";
  }
  const std::string everyKey = "Derivative<" + function + ", EveryParameter, " + rest;
  if (request.isDefaultWrt() && taken.insert(everyKey).second)
    text += "template <> struct " + everyKey + " : " + key + " {};\n";
  return text;
}

std::string adgen::registrationPrelude() {
  return "namespace adgen {\n"
         "template <int...> struct Wrt;\n"
         "struct EveryParameter;\n"
         "struct NoWeights;\n"
         "template <class> struct WeightsOf;\n"
         "template <auto, class, class, bool> struct Derivative;\n"
         "} // namespace adgen\n";
}
