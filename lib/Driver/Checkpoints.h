// Which loops stand behind a `#pragma grad checkpoint(n)`.
#pragma once

#include "adgen/Request/Diagnostics.h"
#include "adgen/Request/Request.h"
#include "clang/Lex/Token.h"
#include "llvm/ADT/DenseMap.h"

namespace adgen {

/// The pragma is for the loop whose first token comes next, whatever comments and other pragmas are
/// between them, and also where both come from a macro. So this hears of every token of the source.
class Checkpoints {
public:
  explicit Checkpoints(clang::DiagnosticsEngine &engine) : diagnostics(engine) {}

  void expectLoop(const Checkpoint &checkpoint);

  /// The next token, in the order of the source. An error when a loop should begin here and does not.
  void see(const clang::Token &token) {
    if (waiting)
      seeFirstToken(token);
  }

  /// The number of snapshots for the loop that begins here; nothing without a pragma.
  std::optional<unsigned> at(clang::SourceLocation loop) const;

private:
  void seeFirstToken(const clang::Token &token);

  Diagnostics diagnostics;
  std::optional<Checkpoint> waiting;
  llvm::DenseMap<clang::SourceLocation, unsigned> loops; // by the location of their keyword
};

} // namespace adgen
