// A libFuzzer target: any text behind `#pragma grad` is a request or an error, and what was understood is
// understood again when it is written down.
//
//     test/robustness/fuzzer/run build 60      builds it, and runs it for a minute
#include "adgen/Request/Diagnostics.h"
#include "adgen/Request/Request.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Basic/TargetInfo.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/TargetParser/Host.h"
#include <cstdio>
#include <cstdlib>

using namespace adgen;

namespace {

/// As much of a compiler as the lexer and the diagnostics need.
class Parser {
public:
  Parser() {
    compiler.createDiagnostics(new clang::DiagnosticConsumer);
    // The base class counts errors, and says nothing. All are counted, however many there are.
    compiler.getDiagnostics().setErrorLimit(0);
    compiler.getLangOpts().CPlusPlus = compiler.getLangOpts().CPlusPlus11 =
        compiler.getLangOpts().CPlusPlus17 = true;
    compiler.getTargetOpts().Triple = llvm::sys::getDefaultTargetTriple();
    compiler.setTarget(
        clang::TargetInfo::CreateTargetInfo(compiler.getDiagnostics(), compiler.getInvocation().TargetOpts));
    compiler.createFileManager();
    compiler.createSourceManager(compiler.getFileManager());
    compiler.createPreprocessor(clang::TU_Complete);
  }

  struct Parsed {
    std::optional<Request> request;
    std::optional<Checkpoint> checkpoint;
    unsigned errors;
  };

  Parsed parse(llvm::StringRef line) {
    clang::SourceManager &sources = compiler.getSourceManager();
    clang::Preprocessor &preprocessor = compiler.getPreprocessor();
    const clang::FileID file = sources.createFileID(llvm::MemoryBuffer::getMemBufferCopy(line, "line"));
    clang::Lexer lexer(file, sources.getBufferOrFake(file), sources, compiler.getLangOpts());
    llvm::SmallVector<clang::Token> tokens;
    do {
      lexer.LexFromRawLexer(tokens.emplace_back());
      if (tokens.back().is(clang::tok::raw_identifier))
        preprocessor.LookUpIdentifierInfo(tokens.back());
    } while (tokens.back().isNot(clang::tok::eof));
    ++count;
    compiler.getDiagnosticClient().clear();
    Diagnostics diagnostics(compiler.getDiagnostics());
    Parsed parsed;
    if (isCheckpoint(tokens))
      parsed.checkpoint = parseCheckpoint(tokens, preprocessor, diagnostics);
    else
      parsed.request = parseRequest(sources.getLocForStartOfFile(file), tokens, preprocessor, diagnostics);
    parsed.errors = compiler.getDiagnosticClient().getNumErrors();
    return parsed;
  }

  unsigned count = 0;

private:
  clang::CompilerInstance compiler;
};

/// The request as a pragma says it.
std::string text(const Request &request) {
  std::string result = request.function.empty() ? "" : request.function.text();
  if (request.wrt) {
    result += " wrt(";
    for (const Operand &operand : *request.wrt)
      result += (&operand == &request.wrt->front() ? "" : ", ") + operand.text();
    result += ")";
  }
  if (request.weights)
    result += " weights(" + request.weights->text() + ")";
  if (request.modeLocation.isValid())
    result += " mode(" + modeName(request.mode).str() + ")";
  if (request.name)
    result += " name(" + request.name->text + ")";
  return result + (request.hasAux ? " has_aux" : "");
}

[[noreturn]] void fail(const char *what, const std::string &detail) {
  std::fprintf(stderr, "%s: %s\n", what, detail.c_str());
  std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size) {
  static std::unique_ptr<Parser> parser;
  // The source manager keeps every buffer.
  if (!parser || parser->count > 10000)
    parser = std::make_unique<Parser>();
  // A pragma is one line, and Clang's lexer takes no text with zeros in it for granted.
  llvm::StringRef line(reinterpret_cast<const char *>(data), size);
  line = line.take_until([](char letter) { return letter == '\n' || letter == '\r' || letter == '\0'; });
  const Parser::Parsed first = parser->parse(line);
  const bool isUnderstood = first.request || first.checkpoint;
  if (isUnderstood == (first.errors != 0))
    fail(isUnderstood ? "an error, and yet a request" : "neither an error nor a request", line.str());
  if (!first.request)
    return 0;
  const std::string written = text(*first.request);
  const Parser::Parsed second = parser->parse(written);
  if (!second.request || text(*second.request) != written)
    fail("not understood again", line.str() + " -> " + written);
  return 0;
}
