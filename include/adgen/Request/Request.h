// What a pragma or a command line asks for.
//
// A Request is `#pragma grad ...` after parsing and before name look-up: it
// knows words and places, no declarations.
#pragma once

#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>
#include <vector>

namespace clang {
class Preprocessor;
class Token;
} // namespace clang

namespace adgen {

class Diagnostics;

/// What is generated. The spelling in mode(...) is in modeName.
enum class Mode { Reverse, Jvp, Vjp, Jacobian, Hessian };

llvm::StringRef modeName(Mode mode);

/// What follows the function's name in the default name of its derivative: `_grad`, `_jvp`, …
llvm::StringRef modeSuffix(Mode mode);

/// A word where it stands.
struct Identifier {
  std::string text;
  clang::SourceLocation location;
};

/// `f`, `n::f` or `::n::f`; empty when the request stands in front of its function.
struct QualifiedName {
  bool global = false;
  std::vector<Identifier> components;

  bool empty() const { return components.empty(); }
  clang::SourceLocation location() const { return components.front().location; }
  std::string text() const;
};

/// One entry of wrt(...): a position, or a parameter (or `this`) and the members that lead on from it.
struct Operand {
  clang::SourceLocation location;
  std::optional<unsigned> position;
  std::vector<Identifier> path; // empty for a position; the first may be "this"

  std::string text() const;
};

struct Request {
  clang::SourceLocation location; // of the word `grad`
  QualifiedName function;
  std::optional<std::vector<Operand>> wrt; // nothing: not written; empty: `wrt()`
  clang::SourceLocation wrtLocation;
  std::optional<QualifiedName> weights;
  Mode mode = Mode::Reverse;
  clang::SourceLocation modeLocation;
  unsigned lanes = 1; ///< Tangents or cotangents that are taken at once.
  clang::SourceLocation lanesLocation;
  bool hasAux = false;
  clang::SourceLocation hasAuxLocation;
  std::optional<Identifier> name;
};

/// `#pragma grad checkpoint(n)` in front of a loop.
struct Checkpoint {
  clang::SourceLocation location; // of the word `checkpoint`
  unsigned snapshots;
};

/// More would be no vectors but arrays.
inline constexpr unsigned mostLanes = 256;

/// The words that start a clause, for a "did you mean".
llvm::ArrayRef<llvm::StringRef> clauseNames();

/// Parses what follows `#pragma grad`.
///
/// \param tokens all tokens up to the end of the line; the last one is
///        tok::eod or tok::eof and marks where something is missing.
/// \returns nothing after an error, which has then been reported at its token.
std::optional<Request> parseRequest(clang::SourceLocation grad, llvm::ArrayRef<clang::Token> tokens,
                                    const clang::Preprocessor &preprocessor, Diagnostics &diagnostics);

/// Whether this is the pragma that stands in front of a loop.
bool isCheckpoint(llvm::ArrayRef<clang::Token> tokens);

/// Parses what follows `#pragma grad` where isCheckpoint. Tokens and result are those of parseRequest.
std::optional<Checkpoint> parseCheckpoint(llvm::ArrayRef<clang::Token> tokens,
                                          const clang::Preprocessor &preprocessor, Diagnostics &diagnostics);

} // namespace adgen
