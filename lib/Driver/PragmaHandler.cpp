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
    if (auto request = parseRequest(first.getLocation(), tokens, preprocessor, diagnostics))
      session->add(std::move(*request));
  }

private:
  std::shared_ptr<Session> session;
};

class ResumePragma : public clang::PragmaHandler {
public:
  explicit ResumePragma(std::shared_ptr<Session> session)
      : PragmaHandler("adgen_resume"), session(std::move(session)) {}

  void HandlePragma(clang::Preprocessor &preprocessor, clang::PragmaIntroducer,
                    clang::Token &first) override {
    const clang::SourceLocation location = first.getLocation();
    preprocessor.DiscardUntilEndOfDirective();
    if (!session->resume(location))
      Diagnostics(preprocessor.getDiagnostics())
          .error(location, "'#pragma adgen_resume' is internal to adgen");
  }

private:
  std::shared_ptr<Session> session;
};

} // namespace

void Session::install(const std::shared_ptr<Session> &session) {
  clang::Preprocessor &preprocessor = session->getCompiler().getPreprocessor();
  preprocessor.AddPragmaHandler(new GradPragma(session));
  preprocessor.AddPragmaHandler(new ResumePragma(session));
  preprocessor.setPredefines(preprocessor.getPredefines() + "#define __ADGEN__ 1\n");
}
