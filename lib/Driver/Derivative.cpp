#include "Derivative.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Mangle.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/Path.h"

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

std::string Derivative::definition() const {
  std::string result = "#ifndef " + guard + "\n#define " + guard + "\n";
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
