// Errors, warnings and notes in Clang's style.
#include "adgen/Request/Diagnostics.h"

using namespace adgen;

clang::DiagnosticBuilder Diagnostics::report(clang::SourceLocation location,
                                             clang::DiagnosticsEngine::Level level,
                                             const llvm::Twine &message) {
  // The message is an argument, not the format: user text in it may hold a '%'.
  clang::DiagnosticBuilder builder = engine.Report(location, engine.getCustomDiagID(level, "%0"));
  builder << message.str();
  return builder;
}

clang::DiagnosticBuilder Diagnostics::error(clang::SourceLocation location, const llvm::Twine &message) {
  return report(location, clang::DiagnosticsEngine::Error, message);
}

clang::DiagnosticBuilder Diagnostics::note(clang::SourceLocation location, const llvm::Twine &message) {
  return report(location, clang::DiagnosticsEngine::Note, message);
}

clang::DiagnosticBuilder Diagnostics::warning(clang::SourceLocation location, const llvm::Twine &message,
                                              llvm::StringRef flag) {
  // Clang keeps the level of a custom diagnostic as it is, whatever the command line says.
  auto level = clang::DiagnosticsEngine::Warning;
  if (engine.getIgnoreAllWarnings())
    level = clang::DiagnosticsEngine::Ignored;
  else if (engine.getWarningsAsErrors())
    level = clang::DiagnosticsEngine::Error;
  return report(location, level, message + " [-W" + flag + "]");
}

std::optional<llvm::StringRef> adgen::closestSpelling(llvm::StringRef written,
                                                      llvm::ArrayRef<llvm::StringRef> candidates) {
  std::optional<llvm::StringRef> best;
  // Half of the letters wrong may be two that are swapped; all of them is no likeness.
  unsigned bestDistance = std::min<unsigned>((written.size() + 1) / 2 + 1, written.size());
  for (llvm::StringRef candidate : candidates) {
    unsigned distance =
        written.edit_distance(candidate, /*AllowReplacements=*/true, /*MaxEditDistance=*/bestDistance);
    if (distance < bestDistance) {
      bestDistance = distance;
      best = candidate;
    }
  }
  return best;
}
