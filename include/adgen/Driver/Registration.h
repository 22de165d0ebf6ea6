// How adgen::grad<f>(...) finds what was generated for f.
#pragma once

#include "clang/AST/Type.h"
#include <set>
#include <string>

namespace clang {
class ASTContext;
class FunctionDecl;
} // namespace clang

namespace adgen {

struct ResolvedRequest;

/// The specialisations of adgen::Derivative (see adgen/Grad.h) for a request,
/// to stand in namespace adgen. Empty where the interface has no words for the
/// request (a gradient with respect to a member of a parameter is called by
/// its own name) and for keys that are already in `taken`, to which it adds.
std::string printRegistration(const ResolvedRequest &request, std::set<std::string> &taken);

/// The declarations that the specialisations need. Generated code repeats them,
/// so that it does not depend on adgen/Grad.h.
std::string registrationPrelude();

/// `&::n::f`; with a cast to its type where the name alone is ambiguous.
std::string addressOf(const clang::FunctionDecl *function);

/// The name of a type from the global namespace on: the text may stand in any namespace.
std::string typeFromGlobal(clang::QualType type, const clang::ASTContext &ast);

} // namespace adgen
