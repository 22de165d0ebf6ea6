#include "BuildFlags.h"
#include "CheckFile.h"
#include "GenerationState.h"
#include "OutputFile.h"
#include "SessionConsumer.h"
#include "adgen/Driver/CommandLine.h"
#include "adgen/Driver/Registration.h"
#include "adgen/Import/StandardModels.h"
#include "adgen/Request/Diagnostics.h"
#include "clang/Format/Format.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Sema/Sema.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/WithColor.h"

using namespace adgen;

namespace {

/// The header that is to be written may be included already.
class MissingOutput : public clang::PPCallbacks {
public:
  explicit MissingOutput(const CommandLine &command) : command(command) {}

  bool FileNotFound(llvm::StringRef name) override {
    const llvm::StringRef file = llvm::sys::path::filename(name);
    return file == llvm::sys::path::filename(command.output) ||
           file == (llvm::sys::path::stem(command.source) + ".grad.h").str();
  }

private:
  const CommandLine &command;
};

/// As clang-format would have it; the emitter has seen to the functions themselves.
std::string formatted(const std::string &text) {
  clang::format::FormatStyle style = clang::format::getLLVMStyle();
  style.ColumnLimit = 110;
  auto changes = clang::format::reformat(style, text, clang::tooling::Range(0, text.size()));
  llvm::Expected<std::string> result = clang::tooling::applyAllReplacements(text, changes);
  if (result)
    return *result;
  llvm::consumeError(result.takeError());
  return text;
}

class ToolConsumer : public SessionConsumer {
public:
  ToolConsumer(std::shared_ptr<Session> session, const CommandLine &command, std::string &output)
      : SessionConsumer(std::move(session)), command(command), output(output) {}

  void HandleTranslationUnit(clang::ASTContext &) override {
    const clang::FunctionDecl *only = nullptr;
    if (!command.request.empty()) {
      std::optional<Request> request = parseWords();
      only = request ? session->serveAtEnd(*request) : nullptr;
      if (!only)
        return;
    }
    clang::CompilerInstance &compiler = session->getCompiler();
    if (compiler.getDiagnostics().hasErrorOccurred())
      return;
    std::vector<Derivative> chosen;
    for (const Derivative &derivative : session->getDerivatives())
      if (!only || derivative.request.function == only)
        chosen.push_back(derivative);
    if (chosen.empty()) {
      Diagnostics(compiler.getDiagnostics())
          .error({}, "nothing to differentiate: '" + command.source +
                         "' has no '#pragma grad'; add one, or say "
                         "--function=");
      return;
    }
    if (command.emit == EmitKind::Check) {
      session->addTangents(chosen);
      if (compiler.getDiagnostics().hasErrorOccurred())
        return;
    } else if (command.emit != EmitKind::Cpp)
      return renderGraphs(chosen);
    // The header is included behind all of the source, where a function may have more overloads than
    // where its pragma stands.
    std::set<std::string> registrations;
    for (Derivative &derivative : chosen)
      derivative.registration = formatted(printRegistration(derivative.request, registrations));
    if (command.emit == EmitKind::Check)
      output = formatted(checkText(compiler.getSema(), chosen, command).value_or(""));
    else
      output = headerText(chosen, command.source, command.words);
  }

private:
  void renderGraphs(llvm::ArrayRef<Derivative> chosen) {
    clang::CompilerInstance &compiler = session->getCompiler();
    if (command.emit == EmitKind::Svg && chosen.size() > 1) {
      Diagnostics(compiler.getDiagnostics())
          .error({}, "a picture shows one derivative, and there are " + llvm::Twine(chosen.size()) +
                         "; choose with --function=");
      return;
    }
    if (command.emit == EmitKind::Report) {
      output = printReport(session->getState());
      return;
    }
    for (const Derivative &derivative : chosen)
      if (auto graph = renderGraph(compiler.getSema(), derivative.request, session->getState(), command.emit))
        output += *graph;
  }

  /// The words of --function=... are those of a pragma, in a buffer of their own.
  std::optional<Request> parseWords() {
    clang::CompilerInstance &compiler = session->getCompiler();
    clang::Preprocessor &preprocessor = compiler.getPreprocessor();
    clang::SourceManager &sources = compiler.getSourceManager();
    clang::FileID file =
        sources.createFileID(llvm::MemoryBuffer::getMemBufferCopy(command.request, "<command line>"));
    clang::Lexer lexer(file, sources.getBufferOrFake(file), sources, compiler.getLangOpts());
    llvm::SmallVector<clang::Token> tokens;
    do {
      lexer.LexFromRawLexer(tokens.emplace_back());
      if (tokens.back().is(clang::tok::raw_identifier))
        preprocessor.LookUpIdentifierInfo(tokens.back());
    } while (tokens.back().isNot(clang::tok::eof));
    Diagnostics diagnostics(compiler.getDiagnostics());
    return parseRequest(sources.getLocForStartOfFile(file), tokens, preprocessor, diagnostics);
  }

  const CommandLine &command;
  std::string &output;
};

class GenerateAction : public clang::ASTFrontendAction {
public:
  GenerateAction(const CommandLine &command, std::string &output) : command(command), output(output) {}

  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance &compiler,
                                                        llvm::StringRef) override {
    auto session = std::make_shared<Session>(compiler);
    session->getState().isReporting = command.emit == EmitKind::Report;
    Session::install(session);
    // What is asked for at the end of the source cannot have the parser read more then.
    clang::Preprocessor &preprocessor = compiler.getPreprocessor();
    if (!command.request.empty() && compiler.getLangOpts().CPlusPlus17)
      preprocessor.setPredefines(preprocessor.getPredefines() + vectorModel);
    preprocessor.addPPCallbacks(std::make_unique<MissingOutput>(command));
    return std::make_unique<ToolConsumer>(session, command, output);
  }

private:
  const CommandLine &command;
  std::string &output;
};

class GenerateActionFactory : public clang::tooling::FrontendActionFactory {
public:
  GenerateActionFactory(const CommandLine &command, std::string &output) : command(command), output(output) {}

  std::unique_ptr<clang::FrontendAction> create() override {
    return std::make_unique<GenerateAction>(command, output);
  }

private:
  const CommandLine &command;
  std::string &output;
};

} // namespace

/// The user's flags, without plugins (this one would be loaded into itself)
/// and with the directory of Clang's own headers, which Clang looks for beside
/// the running program.
static clang::tooling::CommandLineArguments adjustFlags(const clang::tooling::CommandLineArguments &flags,
                                                        llvm::StringRef) {
  clang::tooling::CommandLineArguments adjusted;
  bool hasResourceDir = false;
  for (llvm::StringRef flag : flags) {
    hasResourceDir |= flag.starts_with("-resource-dir");
    if (!flag.starts_with("-fplugin") && !flag.starts_with("-fpass-plugin"))
      adjusted.push_back(flag.str());
  }
  if (!hasResourceDir)
    adjusted.insert(adjusted.begin() + 1, "-resource-dir=" ADGEN_CLANG_RESOURCE_DIR);
  // The derivatives are parsed here as well, and may need headers that the source does not.
  adjusted.insert(adjusted.begin() + 1, {"-idirafter", llvm::StringRef(cppFlags()).drop_front(2).str()});
  return adjusted;
}

static int reportError(const llvm::Twine &message, int exitStatus) {
  llvm::WithColor::error(llvm::errs(), "adgen") << message << "\n";
  return exitStatus;
}

static std::unique_ptr<clang::tooling::CompilationDatabase> loadFlags(const CommandLine &command,
                                                                      std::string &problem) {
  if (command.buildPath.empty())
    return std::make_unique<clang::tooling::FixedCompilationDatabase>(".", command.compilerFlags);
  auto database = clang::tooling::CompilationDatabase::loadFromDirectory(command.buildPath, problem);
  if (!database)
    problem = "there is no readable compile_commands.json in '" + command.buildPath + "'";
  if (database && database->getCompileCommands(clang::tooling::getAbsolutePath(command.source)).empty()) {
    problem = "'" + command.source + "' is not in " + command.buildPath + "/compile_commands.json";
    return nullptr;
  }
  return database;
}

/// Into a new file that then takes the old one's place; where that is a device or a pipe, into that. A link
/// stays one.
static llvm::Error write(llvm::StringRef text, llvm::StringRef path) {
  llvm::SmallString<128> target(path);
  llvm::sys::fs::file_status status;
  if (path != "-" && !llvm::sys::fs::status(path, status)) {
    if (!llvm::sys::fs::is_regular_file(status)) {
      std::error_code failure;
      llvm::raw_fd_ostream stream(path, failure);
      stream << text;
      stream.flush();
      failure = failure ? failure : stream.error();
      stream.clear_error();
      return llvm::errorCodeToError(failure);
    }
    if (std::error_code failure = llvm::sys::fs::real_path(path, target))
      return llvm::errorCodeToError(failure);
  }
  return llvm::writeToOutput(target, [&](llvm::raw_ostream &stream) {
    stream << text;
    return llvm::Error::success();
  });
}

int adgen::runTool(const CommandLine &command) {
  std::string problem;
  std::unique_ptr<clang::tooling::CompilationDatabase> database = loadFlags(command, problem);
  if (!database)
    return reportError(problem, 2);
  clang::tooling::ClangTool tool(*database, {command.source});
  tool.setPrintErrorMessage(false);
  tool.appendArgumentsAdjuster(adjustFlags);
  // What an earlier run has written would define everything twice.
  llvm::SmallString<128> written(command.output);
  if (command.output.empty()) {
    written = command.source;
    llvm::sys::path::replace_extension(written, "grad.h");
  }
  written = clang::tooling::getAbsolutePath(written);
  tool.mapVirtualFile(written, "");

  std::string output;
  GenerateActionFactory factory(command, output);
  if (tool.run(&factory) != 0)
    return 1;
  if (llvm::Error failure = write(output, command.output.empty() ? "-" : command.output))
    return reportError("cannot write '" + command.output + "': " + llvm::toString(std::move(failure)), 1);
  return 0;
}
