// The grammar of #pragma grad checkpoint(n).
#include "adgen/Request/Diagnostics.h"
#include "adgen/Request/Request.h"
#include "clang/Lex/Preprocessor.h"

using namespace adgen;
using clang::Token;

bool adgen::isCheckpoint(llvm::ArrayRef<Token> tokens) {
  const clang::IdentifierInfo *word = tokens.front().getIdentifierInfo();
  return word && word->getName() == "checkpoint";
}

std::optional<Checkpoint> adgen::parseCheckpoint(llvm::ArrayRef<Token> tokens,
                                                 const clang::Preprocessor &preprocessor,
                                                 Diagnostics &diagnostics) {
  Checkpoint checkpoint{tokens.front().getLocation(), 0};
  // The last token marks the end and stays.
  auto next = [&] {
    if (tokens.size() > 1)
      tokens = tokens.drop_front();
  };
  auto expected = [&](const llvm::Twine &what) {
    const Token &found = tokens.front();
    const bool isEnd = found.isOneOf(clang::tok::eod, clang::tok::eof);
    diagnostics.error(found.getLocation(),
                      "expected " + what + " in '#pragma grad', found " +
                          (isEnd ? "the end of the line" : "'" + preprocessor.getSpelling(found) + "'"));
    return std::nullopt;
  };

  next();
  if (tokens.front().isNot(clang::tok::l_paren))
    return expected("'(' after 'checkpoint'");
  next();
  const bool isNumber =
      tokens.front().is(clang::tok::numeric_constant) &&
      !llvm::StringRef(preprocessor.getSpelling(tokens.front())).getAsInteger(0, checkpoint.snapshots);
  if (!isNumber || checkpoint.snapshots == 0)
    return expected("a positive number of snapshots");
  next();
  if (tokens.front().isNot(clang::tok::r_paren))
    return expected("')'");
  next();
  if (!tokens.front().isOneOf(clang::tok::eod, clang::tok::eof))
    return expected("nothing behind 'checkpoint(n)'");
  return checkpoint;
}
