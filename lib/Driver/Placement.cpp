#include "Placement.h"
#include "clang/AST/DeclCXX.h"

using namespace adgen;

/// `namespace a::b {` is two namespaces and one brace: `outer` is what the text
/// of a nested one continues.
static std::string openerOf(const clang::NamespaceDecl *space, const std::string &outer) {
  const std::string name = space->getNameAsString();
  if (!outer.empty())
    return outer + "::" + (space->isInline() ? "inline " : "") + name;
  return std::string(space->isInline() ? "inline " : "") + "namespace" + (name.empty() ? "" : " " + name);
}

Placement Placement::of(const clang::DeclContext *context) {
  std::vector<const clang::DeclContext *> chain;
  for (; context && !context->isTranslationUnit(); context = context->getLexicalParent())
    chain.push_back(context);
  Placement placement;
  for (auto it = chain.rbegin(); it != chain.rend(); ++it) {
    if (auto *space = llvm::dyn_cast<clang::NamespaceDecl>(*it)) {
      std::string outer;
      if (space->isNested()) {
        outer = placement.openers.back();
        placement.openers.pop_back();
      }
      placement.openers.push_back(openerOf(space, outer));
    } else if (auto *linkage = llvm::dyn_cast<clang::LinkageSpecDecl>(*it); linkage && linkage->hasBraces()) {
      const bool isC = linkage->getLanguage() == clang::LinkageSpecLanguageIDs::C;
      placement.openers.push_back(isC ? "extern \"C\"" : "extern \"C++\"");
    }
  }
  return placement;
}

std::string Placement::opening() const {
  std::string text;
  for (const std::string &opener : openers)
    text += opener + " {\n";
  return text;
}

std::string Placement::closing() const {
  std::string text;
  for (auto it = openers.rbegin(); it != openers.rend(); ++it) {
    llvm::StringRef name = *it;
    name.consume_front("inline ");
    text += "} // " + name.str() + "\n";
  }
  return text;
}
