#include "Derivative.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Mangle.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/xxhash.h"

using namespace adgen;

/// The mangled name tells overloads and namespaces apart; the generated name, two requests on one function.
static std::string guardOf(const ResolvedRequest &request) {
  clang::ASTContext &ast = request.function->getASTContext();
  std::unique_ptr<clang::MangleContext> mangler(ast.createMangleContext());
  std::string mangled;
  llvm::raw_string_ostream stream(mangled);
  if (mangler->shouldMangleDeclName(request.function))
    mangler->mangleName(request.function, stream);
  else
    stream << request.function->getNameAsString();
  // Mangled names may hold a '.' or a '$', macros may not.
  for (char &letter : mangled)
    if (!llvm::isAlnum(letter))
      letter = '_';
  return "ADGEN_" + request.name + "_OF_" + mangled;
}

Derivative adgen::describeDerivative(const ResolvedRequest &request, GeneratedDerivative text) {
  clang::ASTContext &ast = request.function->getASTContext();
  clang::PresumedLoc place =
      ast.getSourceManager().getPresumedLoc(ast.getSourceManager().getExpansionLoc(request.location()));
  std::string purpose =
      (modeName(request.request.mode) == "reverse" ? "grad" : modeName(request.request.mode)).str() + " of " +
      request.function->getNameAsString();
  if (place.isValid())
    purpose +=
        ", " + llvm::sys::path::filename(place.getFilename()).str() + ":" + std::to_string(place.getLine());
  Placement home = Placement::of(request.function->getEnclosingNamespaceContext());
  return {request, std::move(text), "", std::move(home), guardOf(request), std::move(purpose)};
}

/// Text inside of the namespaces of a qualified name.
static std::string inNamespaceOf(llvm::StringRef name, const std::string &text) {
  name.consume_front("::");
  const std::string space = name.rsplit("::").first.str();
  if (space == name)
    return text;
  return "namespace " + space + " {\n" + text + "} // namespace " + space + "\n";
}

/// Two texts under one name have two guards: they are overloads, or the compiler says that they clash.
static std::string helperGuard(const GeneratedHelper &helper) {
  std::string guard = "ADGEN_HELPER" + helper.name + "_" +
                      llvm::utohexstr(llvm::xxh3_64bits(helper.definition), /*LowerCase=*/true);
  for (char &letter : guard)
    if (!llvm::isAlnum(letter))
      letter = '_';
  return guard;
}

static std::string helperText(llvm::ArrayRef<GeneratedHelper> helpers, std::set<std::string> &printed) {
  std::string text;
  // They may call each other.
  if (helpers.size() > 1)
    for (const GeneratedHelper &helper : helpers)
      if (!printed.count(helperGuard(helper)))
        text += inNamespaceOf(helper.name, helper.declaration);
  for (const GeneratedHelper &helper : helpers) {
    const std::string guard = helperGuard(helper);
    if (printed.insert(guard).second)
      text += "#ifndef " + guard + "\n#define " + guard + "\n" +
              inNamespaceOf(helper.name, helper.definition) + "#endif // " + guard + "\n";
  }
  return text;
}

std::string Derivative::definition(std::set<std::string> &printedHelpers) const {
  std::string result = helperText(text.helpers, printedHelpers);
  result += "#ifndef " + guard + "\n#define " + guard + "\n";
  const std::string functions = llvm::StringRef(text.functions).trim('\n').str() + "\n";
  result += home.isGlobal() ? functions : home.opening() + "\n" + functions + "\n" + home.closing();
  if (!registration.empty())
    result +=
        "\nnamespace adgen {\n" + llvm::StringRef(registration).trim('\n').str() + "\n} // namespace adgen\n";
  return result + "#endif // " + guard + "\n";
}

std::string adgen::includeLines(const std::vector<std::string> &includes) {
  std::string lines;
  for (const std::string &header : includes)
    lines += "#include " + (header.front() == '<' ? header : '"' + header + '"') + "\n";
  return lines;
}
