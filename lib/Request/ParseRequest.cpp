// The grammar of #pragma grad.
#include "adgen/Request/Diagnostics.h"
#include "adgen/Request/Request.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSwitch.h"

using namespace adgen;
using clang::SourceLocation;
using clang::Token;

// The clauses that work, then the words that the language reserves for later.
static constexpr llvm::StringLiteral clauseWords[] = {
    "wrt", "weights", "mode", "has_aux", "name", "lanes", "derivative_of", "nondifferentiable", "checkpoint"};

llvm::ArrayRef<llvm::StringRef> adgen::clauseNames() {
  static const std::vector<llvm::StringRef> names(std::begin(clauseWords), std::end(clauseWords));
  return names;
}

static bool isReserved(llvm::StringRef word) {
  return word == "derivative_of" || word == "nondifferentiable";
}

namespace {

/// Recursive descent over the tokens of one line. Every parse function returns
/// false after it has reported an error.
class Parser {
public:
  Parser(llvm::ArrayRef<Token> tokens, const clang::Preprocessor &preprocessor, Diagnostics &diagnostics)
      : tokens(tokens), preprocessor(preprocessor), diagnostics(diagnostics) {}

  bool parse(Request &request) {
    // A first word that no clause starts with names the function. With a
    // parenthesis behind it, it was meant to be a clause.
    if (at(clang::tok::coloncolon) || (atWord() && !isClause(spelling()) && !peek().is(clang::tok::l_paren)))
      if (!parseQualifiedName(request.function, "the name of a function"))
        return false;
    while (!atEnd())
      if (!parseClause(request))
        return false;
    return true;
  }

private:
  const Token &current() const { return tokens.front(); }
  const Token &peek() const { return tokens[tokens.size() > 1 ? 1 : 0]; }
  bool at(clang::tok::TokenKind kind) const { return current().is(kind); }
  bool atEnd() const { return current().isOneOf(clang::tok::eod, clang::tok::eof); }
  bool atWord() const { return current().getIdentifierInfo() != nullptr; }
  std::string spelling() const {
    return atEnd() ? "the end of the line" : preprocessor.getSpelling(current());
  }
  std::string quoted() const { return atEnd() ? spelling() : "'" + spelling() + "'"; }
  void next() {
    if (tokens.size() > 1)
      tokens = tokens.drop_front();
  }
  static bool isClause(llvm::StringRef word) { return llvm::is_contained(clauseNames(), word); }

  bool expected(const llvm::Twine &what) {
    diagnostics.error(current().getLocation(), "expected " + what + " in '#pragma grad', found " + quoted());
    return false;
  }

  bool expect(clang::tok::TokenKind kind, const llvm::Twine &what) {
    if (!at(kind))
      return expected(what);
    next();
    return true;
  }

  /// `)`, with a note at the parenthesis that is still open.
  bool close(SourceLocation opened) {
    if (at(clang::tok::r_paren)) {
      next();
      return true;
    }
    expected(atEnd() ? "')'" : "',' or ')'");
    diagnostics.note(opened, "to match this '('");
    return false;
  }

  Identifier takeIdentifier() {
    Identifier result{spelling(), current().getLocation()};
    next();
    return result;
  }

  bool parseQualifiedName(QualifiedName &name, const llvm::Twine &what) {
    if (at(clang::tok::coloncolon)) {
      name.global = true;
      next();
    }
    do {
      if (!at(clang::tok::identifier))
        return expected(what);
      name.components.push_back(takeIdentifier());
      if (at(clang::tok::less)) {
        diagnostics.error(
            current().getLocation(),
            "template arguments are not supported in '#pragma grad'; put the pragma in front of an "
            "explicit specialisation");
        return false;
      }
      if (!at(clang::tok::coloncolon))
        return true;
      next();
    } while (true);
  }

  bool parseClause(Request &request) {
    if (!atWord())
      return expected("a clause");
    const SourceLocation location = current().getLocation();
    const std::string word = spelling();
    if (!isClause(word))
      return unknown("clause", word, clauseNames());
    if (isReserved(word)) {
      diagnostics.error(location, "'#pragma grad " + word + "' is not supported yet");
      return false;
    }
    if (word == "checkpoint") {
      diagnostics.error(location, "'checkpoint' stands in a pragma of its own, in front of a loop: "
                                  "'#pragma grad checkpoint(n)'");
      return false;
    }
    if (auto [earlier, isNew] = seen.try_emplace(word, location); !isNew) {
      diagnostics.error(location, "clause '" + word + "' is given twice");
      diagnostics.note(earlier->second, "it was given first here");
      return false;
    }
    next();
    if (word == "has_aux") {
      request.hasAux = true;
      request.hasAuxLocation = location;
      return true;
    }
    const SourceLocation opened = current().getLocation();
    if (!expect(clang::tok::l_paren, "'(' after '" + word + "'"))
      return false;
    if (word == "wrt") {
      request.wrtLocation = location;
      if (!parseOperands(request.wrt.emplace()))
        return false;
    } else if (word == "weights") {
      if (!parseQualifiedName(request.weights.emplace(), "the name of a parameter or a global object"))
        return false;
    } else if (word == "mode") {
      request.modeLocation = current().getLocation();
      if (!parseMode(request.mode))
        return false;
    } else if (word == "lanes") {
      request.lanesLocation = current().getLocation();
      if (!parseLanes(request.lanes))
        return false;
    } else {
      if (!at(clang::tok::identifier))
        return expected("a name for the generated function");
      request.name = takeIdentifier();
    }
    return close(opened);
  }

  bool parseMode(Mode &mode) {
    static const llvm::StringRef modes[] = {"reverse", "jvp", "forward", "vjp", "jacobian", "hessian"};
    if (!atWord())
      return expected("a mode");
    const std::string word = spelling();
    if (!llvm::is_contained(modes, word))
      return unknown("mode", word, modes);
    mode = llvm::StringSwitch<Mode>(word)
               .Cases("jvp", "forward", Mode::Jvp)
               .Case("vjp", Mode::Vjp)
               .Case("jacobian", Mode::Jacobian)
               .Case("hessian", Mode::Hessian)
               .Default(Mode::Reverse);
    next();
    return true;
  }

  bool parseLanes(unsigned &lanes) {
    if (!at(clang::tok::numeric_constant) || llvm::StringRef(spelling()).getAsInteger(10, lanes) ||
        lanes < 1 || lanes > mostLanes)
      return expected("a number from 1 to " + llvm::Twine(mostLanes));
    next();
    return true;
  }

  bool unknown(llvm::StringRef kind, llvm::StringRef word, llvm::ArrayRef<llvm::StringRef> known) {
    const SourceLocation location = current().getLocation();
    const std::string message = "unknown " + kind.str() + " '" + word.str() + "' in '#pragma grad'";
    if (std::optional<llvm::StringRef> meant = closestSpelling(word, known))
      diagnostics.error(location, message + "; did you mean '" + *meant + "'?")
          << clang::FixItHint::CreateReplacement(location, *meant);
    else
      diagnostics.error(location, message + "; known are " + llvm::join(known, ", "));
    return false;
  }

  bool parseOperands(std::vector<Operand> &operands) {
    if (at(clang::tok::r_paren))
      return true;
    while (true) {
      if (!parseOperand(operands.emplace_back()))
        return false;
      if (!at(clang::tok::comma))
        return true;
      next();
    }
  }

  bool parseOperand(Operand &operand) {
    operand.location = current().getLocation();
    if (at(clang::tok::numeric_constant)) {
      unsigned position = 0;
      if (llvm::StringRef(spelling()).getAsInteger(10, position))
        return expected("a parameter's name or its zero-based position");
      operand.position = position;
      next();
      return true;
    }
    if (!at(clang::tok::identifier) && !at(clang::tok::kw_this))
      return expected("a parameter's name or its zero-based position");
    const bool throughThis = at(clang::tok::kw_this);
    operand.path.push_back(takeIdentifier());
    if (throughThis && !at(clang::tok::arrow))
      return expected("'->' and a member after 'this'");
    while (at(clang::tok::period) || at(clang::tok::arrow)) {
      next();
      if (!at(clang::tok::identifier))
        return expected("the name of a member");
      operand.path.push_back(takeIdentifier());
    }
    return true;
  }

  llvm::ArrayRef<Token> tokens;
  const clang::Preprocessor &preprocessor;
  Diagnostics &diagnostics;
  llvm::StringMap<SourceLocation> seen;
};

} // namespace

std::optional<Request> adgen::parseRequest(SourceLocation grad, llvm::ArrayRef<Token> tokens,
                                           const clang::Preprocessor &preprocessor,
                                           Diagnostics &diagnostics) {
  Request request;
  request.location = grad;
  if (!Parser(tokens, preprocessor, diagnostics).parse(request))
    return std::nullopt;
  return request;
}
