#include "HelperHome.h"
#include "clang/Sema/Lookup.h"
#include "clang/Sema/Sema.h"
#include "llvm/ADT/StringExtras.h"

using namespace adgen;

bool adgen::isInternal(const clang::FunctionDecl *function) {
  // What an unnamed namespace holds is generated inside of it.
  return !function->isExternallyVisible() && !function->isInAnonymousNamespace();
}

/// The declarations of a name in a namespace, the unnamed ones in it included.
static clang::LookupResult lookUp(clang::Sema &sema, clang::DeclContext *context, llvm::StringRef name) {
  clang::LookupResult found(sema, &sema.Context.Idents.get(name), clang::SourceLocation(),
                            clang::Sema::LookupOrdinaryName);
  found.suppressDiagnostics();
  if (!name.empty())
    sema.LookupQualifiedName(found, context);
  return found;
}

HelperHome adgen::helperHome(clang::Sema &sema, llvm::StringRef wanted, llvm::StringRef primal) {
  HelperHome home{"", false};
  clang::DeclContext *context = sema.Context.getTranslationUnitDecl();
  llvm::StringRef rest = wanted;
  rest.consume_front("::");
  while (true) {
    auto [name, inner] = rest.split("::");
    if (inner.empty() || name.contains('<'))
      break;
    clang::LookupResult found = lookUp(sema, context, name);
    auto *space =
        found.isSingleResult() ? llvm::dyn_cast<clang::NamespaceDecl>(found.getFoundDecl()) : nullptr;
    if (!space)
      break;
    home.name += ("::" + name).str();
    context = space;
    rest = inner;
  }
  // `Net::visit` and `visit<double>` become names of their own.
  std::string identifier;
  for (char letter : rest)
    if (llvm::isAlnum(letter) || letter == '_')
      identifier += letter;
    else if (!identifier.empty() && identifier.back() != '_')
      identifier += '_';
  home.name += "::" + identifier;
  for (clang::NamedDecl *found : lookUp(sema, context, primal))
    if (const clang::FunctionDecl *function = found->getUnderlyingDecl()->getAsFunction())
      home.isInternal |= !function->isExternallyVisible();
  return home;
}
