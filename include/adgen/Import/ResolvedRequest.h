// A request whose names are declarations.
#pragma once

#include "adgen/Request/Request.h"
#include "llvm/ADT/SmallVector.h"

namespace clang {
class CXXBaseSpecifier;
class DeclContext;
class FieldDecl;
class FunctionDecl;
class Sema;
class ValueDecl;
class VarDecl;
} // namespace clang

namespace adgen {

/// What one gradient is taken with respect to: a parameter, or a member inside it.
struct Selection {
  static constexpr unsigned ImplicitThis = ~0U;

  unsigned parameter; // zero-based, or ImplicitThis for the object of a member function
  llvm::SmallVector<const clang::FieldDecl *, 2> path;
  clang::SourceLocation location;
  /// Its derivative is not returned, but lives in a parameter `T *d_x` at the end.
  bool hasBuffer = false;

  bool isImplicitThis() const { return parameter == ImplicitThis; }
  bool isWholeParameter() const { return !isImplicitThis() && path.empty(); }
};

/// One step from an object to a part of it: into a base class or into a field.
struct MemberStep {
  const clang::CXXBaseSpecifier *base = nullptr;
  const clang::FieldDecl *field = nullptr;
};

/// A trainable Parameter inside an object.
struct WeightPath {
  llvm::SmallVector<MemberStep, 4> steps; // the last one is a field of type adgen::Parameter
  std::string name;                       // as `encoder.dense.w`: fields only
};

/// The Parameters of weights(object), in the order of their declaration: those
/// of a base class before those of the class, those of a nested Cell where it stands.
struct WeightsSelection {
  const clang::VarDecl *object; // a parameter of the function, or a global variable
  std::vector<WeightPath> parameters;
  clang::SourceLocation location;
};

struct ResolvedRequest {
  Request request;
  const clang::FunctionDecl *function; // the definition
  std::vector<Selection> wrt;          // empty only together with weights
  std::optional<WeightsSelection> weights;
  std::string name;             // of the generated function
  std::string valueAndGradName; // of its companion in reverse mode; empty in the others

  clang::SourceLocation location() const { return request.location; }
  bool isDefaultWrt() const { return !request.wrt; }
};

/// The one definition that a qualified name means, seen from `context`.
/// \returns nullptr after an error: no such function, no definition, several
///          overloads, a template.
const clang::FunctionDecl *findFunction(clang::Sema &sema, const QualifiedName &name,
                                        clang::DeclContext *context);

/// Whether the name means something that has a definition or will have one when
/// the parser is done with it (the body at hand, members of the class at hand),
/// or something that never will, so that there is no use in reading on for it.
bool isBeingDefined(clang::Sema &sema, const QualifiedName &name, clang::DeclContext *context);

/// Finds what the words of a request mean for a function definition.
/// \returns nothing after an error.
std::optional<ResolvedRequest> resolveRequest(clang::Sema &sema, const Request &request,
                                              const clang::FunctionDecl *function);

} // namespace adgen
