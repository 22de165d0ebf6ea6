#include "Session.h"
#include "FunctionScanner.h"
#include "GenerationState.h"
#include "adgen/Driver/Registration.h"
#include "adgen/Import/StandardModels.h"
#include "adgen/Request/Diagnostics.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Sema/Scope.h"
#include "clang/Sema/Sema.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace adgen;

Session::Session(clang::CompilerInstance &compiler)
    : compiler(compiler), checkpoints(compiler.getDiagnostics()) {
  state->checkpointOf = [this](clang::SourceLocation loop) { return checkpoints.at(loop); };
}

static constexpr const char *notHere = "'#pragma grad' is not supported here";

void Session::reportNoFunction(const Request &request, llvm::StringRef why) {
  Diagnostics diagnostics(compiler.getDiagnostics());
  diagnostics.error(request.location, why);
  diagnostics.note(request.location,
                   "'#pragma grad' stands in front of the definition of a function, or names one "
                   "that is defined: '#pragma grad f'");
}

void Session::reportMissing(const Request &request, llvm::StringRef why) {
  if (request.function.empty() || !compiler.hasSema())
    reportNoFunction(request, why);
  else
    findFunction(compiler.getSema(), request.function, compiler.getSema().CurContext);
}

void Session::add(Request request) {
  if (reading) {
    if (scanner->isInsideBody())
      reportNoFunction(request, "'#pragma grad' inside the body of a function");
    else
      reading->requests.push_back(std::move(request));
    return;
  }
  if (isInEnumeration())
    return reportNoFunction(request, notHere);
  auto pending = std::make_shared<PendingRequests>();
  pending->end = request.location;
  pending->errors.emplace(compiler.getDiagnostics());
  // A name is either that of a function above, or the pragma stands in front of its function and repeats it.
  const bool standsAlone =
      !request.function.empty() && compiler.hasSema() &&
      isBeingDefined(compiler.getSema(), request.function, compiler.getSema().CurContext);
  pending->requests.push_back(std::move(request));
  if (standsAlone)
    return enterTrigger(pending);
  // Not from here: the lexer of the file is at work on this line, and reading on
  // to the end of the file would destroy it. `_Pragma` is handled when no lexer is.
  toRead = pending;
  enterBuffer("_Pragma(\"adgen_read\")\n", "<adgen>", pending->end, /*isInternal=*/true);
}

/// Between enumerators, the parser cannot be made to stop.
bool Session::isInEnumeration() const {
  const clang::Scope *scope = compiler.hasSema() ? compiler.getSema().getCurScope() : nullptr;
  return scope && (scope->getFlags() & clang::Scope::EnumScope);
}

bool Session::read() {
  if (!toRead)
    return false;
  readFunction(std::exchange(toRead, nullptr));
  return true;
}

void Session::readFunction(const std::shared_ptr<PendingRequests> &pending) {
  clang::Preprocessor &preprocessor = compiler.getPreprocessor();
  FunctionScanner functionScanner;
  reading = pending.get();
  scanner = &functionScanner;
  std::vector<clang::Token> tokens;
  auto state = FunctionScanner::State::Incomplete;
  while (state == FunctionScanner::State::Incomplete) {
    preprocessor.Lex(tokens.emplace_back());
    checkpoints.see(tokens.back());
    if (tokens.back().is(clang::tok::eof))
      break;
    if (!functionScanner.isInsideBody())
      pending->functionTokens.insert(tokens.back().getLocation());
    state = functionScanner.next(tokens.back());
  }
  reading = nullptr;
  scanner = nullptr;
  pending->errors->reset();

  pending->end = tokens.back().getLocation();
  const char *problem = "no function definition behind '#pragma grad'";
  if (state == FunctionScanner::State::Declaration)
    problem = "'#pragma grad' in front of a declaration without a body";
  else if (state == FunctionScanner::State::TryBlock)
    problem = "a function whose body is a try block cannot be differentiated";
  if (state == FunctionScanner::State::Definition)
    enterTrigger(pending);
  // The name of a function above, at the start of a namespace: it is looked up when the parser is inside.
  const bool mayStandAlone =
      state != FunctionScanner::State::Definition && !pending->requests.empty() &&
      llvm::none_of(pending->requests, [](const Request &request) { return request.function.empty(); }) &&
      compiler.hasSema();
  if (state != FunctionScanner::State::Definition && !mayStandAlone &&
      !functionScanner.isInsideBody()) // else the parser reports the missing brace
    for (const Request &request : pending->requests)
      reportMissing(request, problem);

  auto copy = std::make_unique<clang::Token[]>(tokens.size());
  std::copy(tokens.begin(), tokens.end(), copy.get());
  preprocessor.EnterTokenStream(std::move(copy), tokens.size(), /*DisableMacroExpansion=*/true,
                                /*IsReinject=*/true);
  if (mayStandAlone)
    enterTrigger(pending);
}

clang::FileID Session::enterBuffer(llvm::StringRef text, llvm::StringRef name, clang::SourceLocation from,
                                   bool isInternal) {
  clang::SourceManager &sources = compiler.getSourceManager();
  from = sources.getExpansionLoc(from);
  // As a system header, the internal lines raise no warnings of style.
  clang::FileID file = sources.createFileID(llvm::MemoryBuffer::getMemBufferCopy(text, name),
                                            isInternal ? clang::SrcMgr::C_System : clang::SrcMgr::C_User,
                                            /*LoadedID=*/0, /*LoadedOffset=*/0, from);
  compiler.getPreprocessor().EnterSourceFile(file, /*Dir=*/nullptr, from);
  return file;
}

/// The parser reads one token ahead: when it takes the empty declaration, it
/// has finished what stands in front, and sees the pragma.
void Session::enterTrigger(const std::shared_ptr<PendingRequests> &pending) {
  clang::FileID file = enterBuffer(";\n#pragma adgen_resume\n", "<adgen>", pending->end, /*isInternal=*/true);
  triggers.emplace(file, pending);
}

bool Session::resume(clang::SourceLocation location) {
  auto found = triggers.find(compiler.getSourceManager().getFileID(location));
  if (found == triggers.end())
    return false;
  std::shared_ptr<PendingRequests> pending = found->second;
  triggers.erase(found);
  if (compiler.hasSema() && !pending->requests.empty())
    serveNext(pending);
  return true;
}

/// The function among `declarations` whose name is one of the tokens.
static const clang::FunctionDecl *findAt(clang::DeclContext::decl_range declarations,
                                         const std::set<clang::SourceLocation> &tokens) {
  for (const clang::Decl *declaration : declarations) {
    if (auto *friendship = llvm::dyn_cast<clang::FriendDecl>(declaration);
        friendship && friendship->getFriendDecl())
      declaration = friendship->getFriendDecl();
    if (auto *linkage = llvm::dyn_cast<clang::LinkageSpecDecl>(declaration); linkage && !linkage->hasBraces())
      if (const clang::FunctionDecl *function = findAt(linkage->decls(), tokens))
        return function;
    if (auto *function = declaration->getAsFunction(); function && tokens.count(function->getLocation()))
      return function;
  }
  return nullptr;
}

/// The functions of one context come one after the other, so each search begins where the one before has
/// ended: with thousands of pragmas, that matters.
const clang::FunctionDecl *Session::findBehindPragma(const clang::DeclContext *context,
                                                     const std::set<clang::SourceLocation> &tokens) {
  if (tokens.empty())
    return nullptr;
  const clang::FunctionDecl *function = nullptr;
  const clang::Decl *&last = searched[context];
  if (last)
    function = findAt({clang::DeclContext::decl_iterator(const_cast<clang::Decl *>(last)), {}}, tokens);
  if (!function)
    function = findAt(context->decls(), tokens);
  if (function && function->getLexicalDeclContext() == context)
    last = function;
  return function;
}

void Session::serveNext(const std::shared_ptr<PendingRequests> &pending) {
  clang::Sema &sema = compiler.getSema();
  clang::DeclContext *here = sema.CurContext;
  const Request &request = pending->requests.front();
  if (here->isFunctionOrMethod() || llvm::cast<clang::Decl>(here)->getParentFunctionOrMethod())
    return reportNoFunction(request, "'#pragma grad' inside the body of a function");
  if (!pending->context)
    pending->context = here;
  if (!pending->function)
    pending->function = findBehindPragma(here, pending->functionTokens);
  // A member's body is parsed when its outermost class is complete.
  if (here->isRecord()) {
    if (here->isDependentContext())
      return reportNoFunction(request,
                              "a member of a class template cannot be differentiated; put the pragma in "
                              "front of a member of an explicit specialisation");
    waitingForClass.push_back(pending);
    return;
  }
  if (!here->isFileContext() && !llvm::isa<clang::LinkageSpecDecl>(here))
    return reportNoFunction(request, notHere);

  if (request.function.empty()) {
    if (pending->function)
      serve(pending, pending->function);
    else if (!pending->errors->hasErrorOccurred())
      reportNoFunction(request, "no function definition behind '#pragma grad'");
    return;
  }
  if (const clang::FunctionDecl *function = findFunction(sema, request.function, pending->context))
    return serve(pending, function);
  pending->requests.pop_front();
  if (!pending->requests.empty())
    serveNext(pending);
}

/// Whether the last declaration of registrationPrelude() has been read. Once is enough: a thousand
/// declarations of one template take their time.
static bool isPreludeKnown(clang::Sema &sema) {
  clang::ASTContext &ast = sema.Context;
  for (const clang::NamedDecl *space : ast.getTranslationUnitDecl()->lookup(&ast.Idents.get("adgen")))
    if (auto *inside = llvm::dyn_cast<clang::NamespaceDecl>(space))
      return !inside->lookup(&ast.Idents.get("Derivative")).empty();
  return false;
}

void Session::serve(const std::shared_ptr<PendingRequests> &pending, const clang::FunctionDecl *function) {
  const Placement here = Placement::of(compiler.getSema().CurContext);
  // The parser is inside the reopened namespace when it has taken the empty
  // declaration, not yet when it takes the brace and, with that, reads what follows.
  const std::string inside = here.isGlobal() ? "" : ";\n";
  if (needsVectorModel(compiler.getSema())) {
    enterTrigger(pending);
    enterBuffer(here.closing() + vectorModel + here.opening() + inside, "<std::vector>", pending->end,
                /*isInternal=*/true);
    return;
  }
  const Request request = std::move(pending->requests.front());
  pending->requests.pop_front();
  // One at a time: a request may name what the one before it generates.
  if (!pending->requests.empty())
    enterTrigger(pending);
  // The parser has reported what is wrong with the function.
  if (function->isInvalidDecl() ||
      (pending->function == function && pending->errors->hasErrorOccurred() && !pending->hasServed))
    return;
  pending->hasServed = true;
  const Derivative *derivative = generate(request, function);
  if (!derivative)
    return;
  std::set<std::string> helpers; // their guards keep a second copy from counting
  const std::string prelude = isPreludeKnown(compiler.getSema()) ? "" : registrationPrelude();
  enterBuffer(here.closing() + includeLines(derivative->text.includes) + prelude +
                  derivative->definition(helpers) + here.opening() + inside,
              "<" + derivative->purpose + ">", pending->end, /*isInternal=*/false);
}

const Derivative *Session::generate(const Request &request, const clang::FunctionDecl *function) {
  clang::Sema &sema = compiler.getSema();
  std::optional<ResolvedRequest> resolved = resolveRequest(sema, request, function);
  if (!resolved || !checkNames(*resolved) || !claimName(*resolved))
    return nullptr;
  std::optional<GeneratedDerivative> text = generateDerivative(sema, *resolved, *state);
  if (!text)
    return nullptr;
  Derivative derivative = describeDerivative(*resolved, std::move(*text));
  derivative.registration = printRegistration(*resolved, registrations);
  return &derivatives.emplace_back(std::move(derivative));
}

/// Of the parameter that a gradient is added into.
static clang::QualType bufferType(clang::QualType parameter, clang::ASTContext &ast) {
  clang::QualType type = parameter.getNonReferenceType();
  if (type->isPointerType())
    type = type->getPointeeType();
  clang::Qualifiers qualifiers;
  return ast.getPointerType(ast.getUnqualifiedArrayType(type, qualifiers));
}

/// A function that the parser knows already and that a generated one would redefine: same name, same
/// parameters.
static const clang::FunctionDecl *findRedefined(const ResolvedRequest &request, const std::string &name) {
  const clang::FunctionDecl *primal = request.function;
  clang::ASTContext &ast = primal->getASTContext();
  std::vector<clang::QualType> parameters;
  if (auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(primal); method && !method->isStatic())
    parameters.push_back(ast.getLValueReferenceType(method->getFunctionObjectParameterType()));
  for (const clang::ParmVarDecl *parameter : primal->parameters())
    parameters.push_back(parameter->getType());
  for (const Selection &selection : request.wrt)
    if (selection.hasBuffer)
      parameters.push_back(bufferType(primal->getParamDecl(selection.parameter)->getType(), ast));
  for (clang::NamedDecl *found : primal->getEnclosingNamespaceContext()->lookup(&ast.Idents.get(name))) {
    auto *function = llvm::dyn_cast<clang::FunctionDecl>(found);
    if (function && function->isDefined() && function->getNumParams() == parameters.size() &&
        std::equal(parameters.begin(), parameters.end(), function->param_begin(),
                   [&](clang::QualType type, const clang::ParmVarDecl *parameter) {
                     return ast.hasSameType(type, parameter->getType());
                   }))
      return function;
  }
  return nullptr;
}

/// What a function of this name cannot be declared beside: a namespace, a variable, a type's other name.
static const clang::NamedDecl *findOtherKind(const ResolvedRequest &request, const std::string &name) {
  const clang::DeclContext *home = request.function->getEnclosingNamespaceContext();
  for (clang::NamedDecl *found : home->lookup(&request.function->getASTContext().Idents.get(name))) {
    const clang::NamedDecl *declared = found->getUnderlyingDecl();
    // A class and a function may share a name.
    if (!declared->getAsFunction() && !llvm::isa<clang::TagDecl>(declared))
      return found;
  }
  return nullptr;
}

/// Of the functions that a request generates.
static std::vector<std::string> generatedNames(const ResolvedRequest &request) {
  if (request.request.mode == Mode::Reverse)
    return {request.name, request.valueAndGradName};
  return {request.name};
}

bool Session::checkNames(const ResolvedRequest &request) {
  const clang::SourceLocation location =
      request.request.name ? request.request.name->location : request.location();
  Diagnostics diagnostics(compiler.getDiagnostics());
  for (const std::string &name : generatedNames(request)) {
    if (name == "main" && request.function->getEnclosingNamespaceContext()->isTranslationUnit()) {
      diagnostics.error(location, "a derivative cannot be called 'main'; give it another name");
      return false;
    }
    if (const clang::NamedDecl *other = findOtherKind(request, name)) {
      diagnostics.error(location, "the derivative of '" + request.function->getNameAsString() +
                                      "' would be called '" + name +
                                      "', which is no function here; give it another name: 'name(...)'");
      diagnostics.note(other->getCanonicalDecl()->getLocation(), "'" + name + "' is declared here");
      return false;
    }
  }
  return true;
}

bool Session::claimName(const ResolvedRequest &request) {
  auto [earlier, isNew] =
      names.try_emplace({request.function->getCanonicalDecl(), request.name}, request.location());
  const clang::FunctionDecl *redefined = nullptr;
  if (request.request.mode == Mode::Reverse) {
    redefined = findRedefined(request, request.name);
    if (!redefined)
      redefined = findRedefined(request, request.valueAndGradName);
  }
  if (isNew && !redefined)
    return true;

  Diagnostics diagnostics(compiler.getDiagnostics());
  const std::string primal = request.function->getNameAsString();
  const std::string taken = redefined ? redefined->getNameAsString() : request.name;
  std::string proposal = primal + "_d";
  for (const Selection &selection : request.wrt)
    if (selection.isWholeParameter())
      proposal += request.function->getParamDecl(selection.parameter)->getName();
  const std::string message = "the derivative of '" + primal + "' would define '" + taken + "' a second time";
  if (request.request.name)
    diagnostics.error(request.request.name->location, message + "; give it another name");
  else
    diagnostics.error(request.location(), message + "; give it a name: 'name(" + proposal + ")'");
  if (isNew)
    diagnostics.note(redefined->getLocation(), "'" + taken + "' is defined here");
  else
    diagnostics.note(earlier->second, "the first one is asked for here");
  return false;
}

void Session::completeClass(clang::TagDecl *tag) {
  const clang::DeclContext *outside = tag->getLexicalDeclContext();
  if (waitingForClass.empty() || outside->isRecord() || outside->isFunctionOrMethod())
    return;
  // The bodies of the members, which are parsed last, may instantiate other classes.
  const clang::DeclContext *around = waitingForClass.front()->context;
  while (around->getLexicalParent()->isRecord())
    around = around->getLexicalParent();
  if (around->getPrimaryContext() != tag->getPrimaryContext())
    return;
  std::vector<std::shared_ptr<PendingRequests>> ready;
  ready.swap(waitingForClass);
  // What is entered now is read behind the parser's one token of lookahead,
  // which must be the end of this declaration.
  const clang::SourceManager &sources = compiler.getSourceManager();
  const clang::SourceLocation end = sources.getExpansionLoc(tag->getBraceRange().getEnd());
  std::optional<clang::Token> behind = clang::Lexer::findNextToken(end, sources, compiler.getLangOpts());
  if (!behind || behind->isNot(clang::tok::semi))
    return reportNoFunction(
        ready.front()->requests.front(),
        "a member function can only be differentiated when ';' follows its class directly");
  for (auto pending = ready.rbegin(); pending != ready.rend(); ++pending) {
    (*pending)->end = end;
    enterTrigger(*pending);
  }
}

const clang::FunctionDecl *Session::serveAtEnd(const Request &request) {
  clang::Sema &sema = compiler.getSema();
  const clang::FunctionDecl *function =
      findFunction(sema, request.function, sema.Context.getTranslationUnitDecl());
  if (!function || function->isInvalidDecl())
    return nullptr;
  const bool asksForNothing = !request.wrt && !request.weights && !request.name && !request.hasAux &&
                              request.modeLocation.isInvalid();
  const bool isGenerated = llvm::any_of(
      derivatives, [&](const Derivative &derivative) { return derivative.request.function == function; });
  if (asksForNothing && isGenerated)
    return function;
  // A pragma has asked, and the answer was an error.
  if (asksForNothing && llvm::any_of(names, [&](const auto &claimed) {
        return claimed.first.first == function->getCanonicalDecl();
      }))
    return nullptr;
  // Where functions are instantiated, builtin ones may have to be declared: in a scope, which parsing has
  // left.
  clang::Scope scope(nullptr, clang::Scope::DeclScope, compiler.getDiagnostics());
  llvm::SaveAndRestore whole(sema.TUScope, sema.TUScope ? sema.TUScope : &scope);
  scope.setEntity(sema.Context.getTranslationUnitDecl());
  return generate(request, function) ? function : nullptr;
}

void Session::addTangents(std::vector<Derivative> &derivatives) {
  const std::vector<Derivative> given = derivatives;
  for (const Derivative &derivative : given) {
    const ResolvedRequest &gradient = derivative.request;
    const bool hasTangent = llvm::any_of(derivatives, [&](const Derivative &other) {
      return other.request.function == gradient.function && other.request.request.mode == Mode::Jvp;
    });
    if (gradient.request.mode != Mode::Reverse || gradient.request.hasAux || gradient.weights ||
        derivative.registration.empty() || hasTangent)
      continue;
    Request request = gradient.request;
    request.mode = Mode::Jvp;
    request.name = Identifier{gradient.name + "_checking_jvp", request.location};
    if (const Derivative *tangent = generate(request, gradient.function))
      derivatives.push_back(*tangent);
  }
}
