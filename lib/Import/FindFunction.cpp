// The definition that a name means.
#include "NameLookup.h"
#include "adgen/Import/ResolvedRequest.h"
#include "adgen/Request/Diagnostics.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Sema/Lookup.h"
#include "clang/Sema/Sema.h"

using namespace adgen;

/// Where the next component of a qualified name is looked up: the namespace or class that `found` is.
static clang::DeclContext *asScope(const clang::LookupResult &found) {
  for (clang::NamedDecl *declaration : found) {
    declaration = declaration->getUnderlyingDecl();
    if (auto *space = llvm::dyn_cast<clang::NamespaceDecl>(declaration))
      return space;
    if (auto *alias = llvm::dyn_cast<clang::NamespaceAliasDecl>(declaration))
      return alias->getNamespace();
    if (auto *type = llvm::dyn_cast<clang::TypeDecl>(declaration))
      if (const clang::Type *canonical = type->getTypeForDecl())
        if (clang::CXXRecordDecl *record = canonical->getAsCXXRecordDecl())
          return record->getDefinition();
    if (auto *alias = llvm::dyn_cast<clang::TypedefNameDecl>(declaration))
      if (clang::CXXRecordDecl *record = alias->getUnderlyingType()->getAsCXXRecordDecl())
        return record->getDefinition();
  }
  return nullptr;
}

llvm::SmallVector<clang::NamedDecl *> adgen::lookUp(clang::Sema &sema, const QualifiedName &name,
                                                    clang::DeclContext *context) {
  clang::DeclContext *scope = name.global ? sema.Context.getTranslationUnitDecl() : context;
  for (const Identifier &component : name.components) {
    const bool isLast = &component == &name.components.back();
    const bool isUnqualified = &component == &name.components.front() && !name.global;
    clang::LookupResult found(sema, &sema.Context.Idents.get(component.text), component.location,
                              isLast ? clang::Sema::LookupOrdinaryName
                                     : clang::Sema::LookupNestedNameSpecifierName);
    found.suppressDiagnostics();
    // Unqualified look-up climbs through the enclosing scopes; there is no
    // clang::Scope to climb along once the translation unit is complete.
    for (clang::DeclContext *tried = scope; tried && found.empty();
         tried = isUnqualified ? tried->getParent() : nullptr)
      if (!tried->isFunctionOrMethod())
        sema.LookupQualifiedName(found, tried);
    if (isLast) {
      llvm::SmallVector<clang::NamedDecl *> result;
      for (clang::NamedDecl *declaration : found)
        result.push_back(declaration->getUnderlyingDecl());
      return result;
    }
    scope = asScope(found);
    if (!scope)
      break;
  }
  return {};
}

static void reportNotFound(Diagnostics &diagnostics, const QualifiedName &name) {
  const std::string message = "no function '" + name.text() + "' is known here";
  std::optional<llvm::StringRef> clause;
  if (name.components.size() == 1)
    clause = closestSpelling(name.components.front().text, clauseNames());
  if (clause)
    diagnostics.error(name.location(), message + "; did you mean the clause '" + clause->str() + "'?")
        << clang::FixItHint::CreateReplacement(name.location(), *clause);
  else
    diagnostics.error(name.location(), message);
}

const clang::FunctionDecl *adgen::findFunction(clang::Sema &sema, const QualifiedName &name,
                                               clang::DeclContext *context) {
  Diagnostics diagnostics(sema.getDiagnostics());
  llvm::SmallVector<const clang::FunctionDecl *> definitions, declarations;
  const clang::NamedDecl *other = nullptr;
  for (clang::NamedDecl *found : lookUp(sema, name, context)) {
    auto *function = llvm::dyn_cast<clang::FunctionDecl>(found);
    const clang::FunctionDecl *definition = nullptr;
    if (!function)
      other = found;
    else if (function->isDefined(definition))
      definitions.push_back(definition);
    else
      declarations.push_back(function);
  }
  if (definitions.size() == 1)
    return definitions.front();
  if (definitions.size() > 1) {
    diagnostics.error(name.location(),
                      "'" + name.text() +
                          "' is overloaded; put the pragma in front of the definition that is meant");
    for (const clang::FunctionDecl *candidate : definitions)
      diagnostics.note(candidate->getLocation(), "candidate: '" + candidate->getType().getAsString() + "'");
  } else if (!declarations.empty()) {
    diagnostics.error(name.location(), "function '" + name.text() + "' has no definition before this point");
    diagnostics.note(declarations.front()->getLocation(), "it is only declared here");
  } else if (other && llvm::isa<clang::FunctionTemplateDecl>(other)) {
    diagnostics.error(name.location(),
                      "'" + name.text() +
                          "' is a template; put the pragma in front of an explicit specialisation");
    diagnostics.note(other->getLocation(), "the template is declared here");
  } else if (other) {
    diagnostics.error(name.location(), "'" + name.text() + "' is not a function");
    diagnostics.note(other->getLocation(), "it is declared here");
  } else {
    reportNotFound(diagnostics, name);
  }
  return nullptr;
}

bool adgen::isBeingDefined(clang::Sema &sema, const QualifiedName &name, clang::DeclContext *context) {
  return llvm::any_of(lookUp(sema, name, context), [](const clang::NamedDecl *found) {
    auto *function = llvm::dyn_cast<clang::FunctionDecl>(found);
    return !function || function->isDefined() || function->willHaveBody();
  });
}
