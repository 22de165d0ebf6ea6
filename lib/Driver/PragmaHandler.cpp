// The two pragmas: `grad`, which users write, and the internal one behind the function's end.
#include "Session.h"
#include "adgen/Request/Diagnostics.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/Preprocessor.h"

using namespace adgen;

namespace {

class GradPragma : public clang::PragmaHandler {
public:
  explicit GradPragma(std::shared_ptr<Session> session)
      : PragmaHandler("grad"), session(std::move(session)) {}

  void HandlePragma(clang::Preprocessor &preprocessor, clang::PragmaIntroducer,
                    clang::Token &first) override {
    llvm::SmallVector<clang::Token> tokens;
    do
      preprocessor.Lex(tokens.emplace_back());
    while (!tokens.back().isOneOf(clang::tok::eod, clang::tok::eof));
    Diagnostics diagnostics(preprocessor.getDiagnostics());
    if (isCheckpoint(tokens)) {
      if (auto checkpoint = parseCheckpoint(tokens, preprocessor, diagnostics))
        session->getCheckpoints().expectLoop(*checkpoint);
    } else if (auto request = parseRequest(first.getLocation(), tokens, preprocessor, diagnostics)) {
      session->add(std::move(*request));
    }
  }

private:
  std::shared_ptr<Session> session;
};

/// A line that Session has written. Users have no use for it.
class InternalPragma : public clang::PragmaHandler {
public:
  using Action = bool (*)(Session &, clang::SourceLocation);

  InternalPragma(llvm::StringRef name, std::shared_ptr<Session> session, Action action)
      : PragmaHandler(name), session(std::move(session)), action(action) {}

  void HandlePragma(clang::Preprocessor &preprocessor, clang::PragmaIntroducer,
                    clang::Token &first) override {
    const clang::SourceLocation location = first.getLocation();
    preprocessor.DiscardUntilEndOfDirective();
    if (!action(*session, location))
      Diagnostics(preprocessor.getDiagnostics())
          .error(location, "'#pragma " + getName() + "' is internal to adgen");
  }

private:
  std::shared_ptr<Session> session;
  Action action;
};

} // namespace

void Session::install(const std::shared_ptr<Session> &session) {
  clang::Preprocessor &preprocessor = session->getCompiler().getPreprocessor();
  preprocessor.AddPragmaHandler(new GradPragma(session));
  preprocessor.AddPragmaHandler(new InternalPragma(
      "adgen_read", session, [](Session &self, clang::SourceLocation) { return self.read(); }));
  preprocessor.AddPragmaHandler(
      new InternalPragma("adgen_resume", session, [](Session &self, clang::SourceLocation location) {
        return self.resume(location);
      }));
  // Tokens that Session reads ahead are heard of there.
  preprocessor.setTokenWatcher(
      [session](const clang::Token &token) { session->getCheckpoints().see(token); });
  preprocessor.setPredefines(preprocessor.getPredefines() + "#define __ADGEN__ 1\n");
}
