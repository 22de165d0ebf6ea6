// The requests of one translation unit, from pragma to generated text.
#pragma once

#include "Checkpoints.h"
#include "Derivative.h"
#include "clang/AST/DeclBase.h"
#include "clang/Basic/Diagnostic.h"
#include <deque>
#include <map>
#include <set>

namespace clang {
class CompilerInstance;
class Preprocessor;
class TagDecl;
} // namespace clang

namespace adgen {

class FunctionScanner;

/// Requests that wait for the parser: it must have seen the whole function,
/// and be outside of every class, before they can be served.
struct PendingRequests {
  std::deque<Request> requests;
  std::set<clang::SourceLocation>
      functionTokens; // of the declarator behind the pragmas; empty when all are named
  const clang::FunctionDecl *function = nullptr; // once it has been found
  clang::DeclContext *context = nullptr;         // where names are looked up
  clang::SourceLocation end;                     // behind this the generated text is said to be included
  bool hasServed = false;
  std::optional<clang::DiagnosticErrorTrap> errors; // since the pragma: the function may be broken
};

/// Lives as long as the preprocessor, whose pragma handlers and the consumer of
/// the front-end action share it.
class Session {
public:
  explicit Session(clang::CompilerInstance &compiler);

  /// Registers `#pragma grad` and the macro __ADGEN__.
  static void install(const std::shared_ptr<Session> &session);

  /// A request that has been parsed from a pragma. Reads on to the end of the
  /// function behind it where it names none.
  void add(Request request);

  /// Where the loops with `#pragma grad checkpoint(n)` are.
  Checkpoints &getCheckpoints() { return checkpoints; }

  /// Reads what add() has left to be read.
  /// \returns false if there is nothing: somebody has written an internal pragma by hand.
  bool read();

  /// The parser is where the requests with this number have been waiting for.
  /// \returns false if there are none: somebody has written the internal pragma by hand.
  bool resume(clang::SourceLocation location);

  /// A class is complete: requests on its members can be served behind it.
  void completeClass(clang::TagDecl *tag);

  /// Serves a request outside of all code, at the end of the translation unit. One that only names
  /// a function is content with what the pragmas in the source have asked for.
  /// \returns the function; nullptr after an error.
  const clang::FunctionDecl *serveAtEnd(const Request &request);

  /// Generates the tangent of each gradient of whole parameters that has none among `derivatives`, at the
  /// end of the translation unit, and adds it to them.
  void addTangents(std::vector<Derivative> &derivatives);

  clang::CompilerInstance &getCompiler() { return compiler; }
  const std::deque<Derivative> &getDerivatives() const { return derivatives; }
  GenerationState &getState() { return *state; }

private:
  bool isInEnumeration() const;
  void readFunction(const std::shared_ptr<PendingRequests> &pending);
  void enterTrigger(const std::shared_ptr<PendingRequests> &pending);
  clang::FileID enterBuffer(llvm::StringRef text, llvm::StringRef name, clang::SourceLocation from,
                            bool isInternal);
  void serveNext(const std::shared_ptr<PendingRequests> &pending);
  void serve(const std::shared_ptr<PendingRequests> &pending, const clang::FunctionDecl *function);
  void reportMissing(const Request &request, llvm::StringRef why);
  void reportNoFunction(const Request &request, llvm::StringRef why);
  const clang::FunctionDecl *findBehindPragma(const clang::DeclContext *context,
                                              const std::set<clang::SourceLocation> &tokens);
  const Derivative *generate(const Request &request, const clang::FunctionDecl *function);
  bool checkNames(const ResolvedRequest &request);
  bool claimName(const ResolvedRequest &request);

  clang::CompilerInstance &compiler;
  Checkpoints checkpoints;
  std::shared_ptr<GenerationState> state = createGenerationState();
  std::map<clang::FileID, std::shared_ptr<PendingRequests>>
      triggers; // by the buffer of their internal pragma
  std::vector<std::shared_ptr<PendingRequests>> waitingForClass;
  llvm::DenseMap<const clang::DeclContext *, const clang::Decl *> searched; // up to here, findBehindPragma
  std::deque<Derivative> derivatives;
  std::map<std::pair<const clang::FunctionDecl *, std::string>, clang::SourceLocation> names;
  std::set<std::string> registrations;

  std::shared_ptr<PendingRequests> toRead;
  PendingRequests *reading = nullptr; // while readFunction runs
  FunctionScanner *scanner = nullptr;
};

} // namespace adgen
