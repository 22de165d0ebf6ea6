// From the words of a request to declarations.
#pragma once

#include "adgen/Import/ResolvedRequest.h"

namespace clang {
class NamedDecl;
} // namespace clang

namespace adgen {

class Diagnostics;

/// Every declaration that a qualified name means, seen from `context`; using-declarations looked through.
llvm::SmallVector<clang::NamedDecl *> lookUp(clang::Sema &sema, const QualifiedName &name,
                                             clang::DeclContext *context);

/// The Parameters of weights(name) for a function.
/// \returns nothing after an error.
std::optional<WeightsSelection> resolveWeights(clang::Sema &sema, const QualifiedName &name,
                                               const clang::FunctionDecl *function);

} // namespace adgen
