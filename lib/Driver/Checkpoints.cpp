#include "Checkpoints.h"

using namespace adgen;
namespace tok = clang::tok;

void Checkpoints::expectLoop(const Checkpoint &checkpoint) {
  if (waiting) {
    diagnostics.error(checkpoint.location, "a second 'checkpoint' for one loop");
    diagnostics.note(waiting->location, "it was given first here");
    return;
  }
  waiting = checkpoint;
}

void Checkpoints::seeFirstToken(const clang::Token &token) {
  if (tok::isPragmaAnnotation(token.getKind())) // another pragma for the same loop
    return;
  const Checkpoint checkpoint = *std::exchange(waiting, std::nullopt);
  if (token.isOneOf(tok::kw_for, tok::kw_while, tok::kw_do)) {
    loops[token.getLocation()] = checkpoint.snapshots;
    return;
  }
  diagnostics.error(checkpoint.location, "no loop behind '#pragma grad checkpoint'");
  diagnostics.note(checkpoint.location,
                   "it stands directly in front of the 'for', 'while' or 'do' of the loop it is for");
}

std::optional<unsigned> Checkpoints::at(clang::SourceLocation loop) const {
  auto found = loops.find(loop);
  return found == loops.end() ? std::nullopt : std::optional<unsigned>(found->second);
}
