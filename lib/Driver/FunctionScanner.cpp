#include "FunctionScanner.h"
#include "llvm/ADT/STLExtras.h"

using namespace adgen;
namespace tok = clang::tok;
using State = FunctionScanner::State;

State FunctionScanner::next(const clang::Token &token) {
  State state = bodyDepth != 0 ? scanBody(token.getKind()) : scan(token);
  sawToken = true;
  previous = token.getKind();
  return state;
}

/// Only braces count in a body: after `f(x;` the parser, too, recovers at the brace.
State FunctionScanner::scanBody(tok::TokenKind kind) {
  if (kind == tok::l_brace)
    ++bodyDepth;
  else if (kind == tok::r_brace)
    --bodyDepth;
  return bodyDepth == 0 ? State::Definition : State::Incomplete;
}

/// `member{1}` in front of a constructor's body, whose own brace stands behind `)` or `}`.
bool FunctionScanner::opensInitialiser() const {
  return inInitialiser ||
         (inConstructorInitialisers && (previous == tok::identifier || previous == tok::greater));
}

static bool takesArgumentsOfItsOwn(tok::TokenKind keyword) {
  return llvm::is_contained({tok::kw_alignas, tok::kw___attribute, tok::kw_decltype, tok::kw_typeof},
                            keyword);
}

State FunctionScanner::scan(const clang::Token &token) {
  const bool isOutermost = depth == 0 && angleDepth == 0;
  switch (token.getKind()) {
  case tok::kw_template:
    expectsTemplateHeader = isOutermost;
    return State::Incomplete;
  case tok::less:
    if (expectsTemplateHeader || (angleDepth != 0 && depth == 0))
      ++angleDepth;
    expectsTemplateHeader = false;
    return State::Incomplete;
  case tok::greater:
    if (angleDepth != 0 && depth == 0)
      --angleDepth;
    return State::Incomplete;
  case tok::greatergreater:
    if (angleDepth != 0 && depth == 0)
      angleDepth -= std::min(angleDepth, 2U);
    return State::Incomplete;
  case tok::l_paren:
    if (isOutermost && !inInitialiser && !takesArgumentsOfItsOwn(previous))
      sawParameters = true;
    ++depth;
    return State::Incomplete;
  case tok::l_square:
    ++depth;
    return State::Incomplete;
  case tok::r_paren:
  case tok::r_square:
  case tok::r_brace:
    if (depth == 0)
      return State::CloseOfOutside;
    --depth;
    return State::Incomplete;
  case tok::l_brace:
    if (isOutermost && !opensInitialiser()) {
      if (!sawParameters)
        return State::NoFunction;
      bodyDepth = 1;
      return State::Incomplete;
    }
    ++depth;
    return State::Incomplete;
  case tok::equal:
    if (isOutermost && previous != tok::kw_operator)
      inInitialiser = true;
    return State::Incomplete;
  case tok::colon:
    inConstructorInitialisers |= isOutermost && sawParameters;
    return State::Incomplete;
  case tok::kw_try:
    return isOutermost ? State::TryBlock : State::Incomplete;
  case tok::semi:
    if (!isOutermost)
      return State::Incomplete;
    return sawParameters ? State::Declaration : State::NoFunction;
  default:
    return State::Incomplete;
  }
}
