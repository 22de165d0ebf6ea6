// Where a function stands that derivatives share: the derivative of a recursive callee.
#pragma once

#include "llvm/ADT/StringRef.h"
#include <string>

namespace clang {
class FunctionDecl;
class Sema;
} // namespace clang

namespace adgen {

struct HelperHome {
  std::string name; // qualified by namespaces only, and an identifier
  bool isInternal;  // to its translation unit, as its primal is
};

/// \param wanted the callee's qualified name with something added: "::n::Net::visit_forward"
/// \param primal the unqualified name of the callee, "" if it is not known
/// \param parameters the types of its parameters, which tell overloads apart
HelperHome helperHome(clang::Sema &sema, llvm::StringRef wanted, llvm::StringRef primal,
                      llvm::StringRef parameters);

/// Whether another translation unit may have a function of the same name: so may what is generated for it.
bool isInternal(const clang::FunctionDecl *function);

} // namespace adgen
