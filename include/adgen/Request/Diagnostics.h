// Errors, warnings and notes in Clang's style.
//
// Everything adgen has to say to its user goes through Clang's own engine, so
// that colours, carets, -verify, and the exit status work as for any other
// error of the compiler.
#pragma once

#include "clang/Basic/Diagnostic.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include <optional>

namespace adgen {

/// Reports at a place in the source. The builder that comes back takes what
/// Clang's takes: `<< clang::FixItHint::...` and `<< clang::SourceRange(...)`.
class Diagnostics {
public:
  explicit Diagnostics(clang::DiagnosticsEngine &engine) : engine(engine) {}

  clang::DiagnosticBuilder error(clang::SourceLocation location, const llvm::Twine &message);
  clang::DiagnosticBuilder note(clang::SourceLocation location, const llvm::Twine &message);

  /// A warning that ends in [-W<flag>]. `-w` silences it and `-Werror` makes it
  /// an error, as they do for Clang's own.
  clang::DiagnosticBuilder warning(clang::SourceLocation location, const llvm::Twine &message,
                                   llvm::StringRef flag);

  bool hasErrors() const { return engine.hasErrorOccurred(); }

private:
  clang::DiagnosticBuilder report(clang::SourceLocation location, clang::DiagnosticsEngine::Level level,
                                  const llvm::Twine &message);

  clang::DiagnosticsEngine &engine;
};

/// The candidate that the user most likely meant when writing `written`, or
/// nothing if none is close enough to be worth proposing.
std::optional<llvm::StringRef> closestSpelling(llvm::StringRef written,
                                               llvm::ArrayRef<llvm::StringRef> candidates);

} // namespace adgen
