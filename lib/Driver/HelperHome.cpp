#include "HelperHome.h"

#include "adgen/IR/Function.h"
#include "clang/Sema/Lookup.h"
#include "clang/Sema/Sema.h"

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

HelperHome adgen::helperHome(clang::Sema &sema, llvm::StringRef wanted, llvm::StringRef primal,
                             llvm::StringRef parameters) {
  HelperHome home{"", false};
  clang::DeclContext *context = sema.Context.getTranslationUnitDecl();
  llvm::StringRef rest = wanted, unqualified;
  rest.consume_front("::");
  unqualified = rest;
  while (true) {
    auto [name, inner] = unqualified.split("::");
    if (inner.empty() || name.contains('<'))
      break;
    clang::LookupResult found = lookUp(sema, context, name);
    auto *inside =
        found.isSingleResult() ? llvm::dyn_cast<clang::DeclContext>(found.getFoundDecl()) : nullptr;
    if (!inside)
      break;
    if (inside->isNamespace() && unqualified == rest) {
      home.name += ("::" + name).str();
      rest = inner;
    }
    context = inside;
    unqualified = inner;
  }
  // `Net::visit` and `visit<double>` become names of their own.
  home.name += "::" + asIdentifier(rest);
  unsigned overloads = 0;
  for (clang::NamedDecl *found : lookUp(sema, context, primal))
    if (const clang::FunctionDecl *function = found->getUnderlyingDecl()->getAsFunction()) {
      ++overloads;
      home.isInternal |= !function->isExternallyVisible();
    }
  // The derivatives of two overloads may have the same parameters.
  if (overloads > 1)
    home.name += "_" + asIdentifier(parameters);
  return home;
}
