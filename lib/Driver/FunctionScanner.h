// Where the function definition behind a pragma ends, told from its tokens alone.
#pragma once

#include "clang/Lex/Token.h"

namespace adgen {

/// Reads tokens from behind a pragma up to the end of the function definition
/// that it stands in front of. The parser has not seen them yet, so this goes
/// by brackets and a few keywords.
class FunctionScanner {
public:
  enum class State {
    Incomplete,    // more tokens are needed
    Definition,    // this token closes the body
    Declaration,   // this token ends a declaration with parameters and without a body
    NoFunction,    // this token shows that something else stands here
    TryBlock,      // this token is the `try` of a function-try-block
    CloseOfOutside // this token closes a bracket that was opened before the pragma
  };

  State next(const clang::Token &token);

  bool isInsideBody() const { return bodyDepth != 0; }
  bool isAtStart() const { return !sawToken; }

private:
  State scan(const clang::Token &token);
  State scanBody(clang::tok::TokenKind kind);
  bool opensInitialiser() const;

  bool sawToken = false;
  bool sawParameters = false;
  bool inInitialiser = false; // behind a `=` at the outermost level
  bool inConstructorInitialisers = false;
  bool expectsTemplateHeader = false; // behind `template`
  unsigned angleDepth = 0;            // inside the header of a template
  unsigned depth = 0;                 // of brackets in front of the body
  unsigned bodyDepth = 0;             // of braces in the body
  clang::tok::TokenKind previous = clang::tok::unknown;
};

} // namespace adgen
