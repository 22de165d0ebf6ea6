#include "adgen/Driver/CommandLine.h"
#include "BuildFlags.h"
#include "adgen/Request/Diagnostics.h"
#include "clang/Basic/Version.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/WithColor.h"
#include "llvm/Support/raw_ostream.h"

using namespace adgen;

static constexpr llvm::StringLiteral helpText =
    R"(adgen writes C++ functions that compute the derivatives of C++ functions.

Usage: adgen [options] source.cpp [-- compiler flags]

  adgen model.cpp -o model.grad.h -- -std=c++17 -Iinclude
      writes what the '#pragma grad' lines in model.cpp ask for
  adgen model.cpp --function=f --wrt=x,y
      prints the gradient of f with respect to its parameters x and y; needs no pragma
  clang++-19 $(adgen --cxxflags) model.cpp $(adgen --ldflags)
      generates and compiles in one go, with the compiler plugin

What to generate, without a pragma:
  --function=NAME    the function, as NAME or namespace::NAME
  --wrt=LIST         its parameters by name or zero-based position, separated by commas;
                     default: every parameter of a differentiable type
  --weights=OBJECT   also the Parameters inside this parameter or global object
  --has-aux          only the first output contributes to the gradient
  --mode=MODE        reverse, jvp (= forward) or vjp; default: reverse
  --name=NAME        the name of the generated function; default: that of the function and _grad,
                     _jvp or _vjp
  With --function alone, the pragmas in the source say what to generate for that function.

Output:
  -o FILE            where to write; default: standard output
  --emit=KIND        cpp (default), or the graph of the derivative as mlir, dot or svg

How to compile the source:
  -p DIR             flags from DIR/compile_commands.json
  -- FLAGS           these flags

About adgen itself:
  --cxxflags         what clang++-19 needs to compile with the plugin
  --cppflags         the include path alone, for any other compiler
  --ldflags          what a link with tensors needs
  --version, --help

Exit status: 0 written; 1 the source cannot be differentiated or does not compile, and FILE is as it
was; 2 the command line is wrong.
)";

namespace {

/// One pass over the words; `request` collects the clauses of a pragma.
class CommandLineParser {
public:
  ParsedCommandLine parse(llvm::ArrayRef<const char *> words) {
    for (const char *word : words.drop_front())
      command.words.push_back(word);
    std::vector<std::string> flags;
    for (size_t i = 1; i < words.size(); ++i) {
      llvm::StringRef word = words[i];
      if (word == "--") {
        command.compilerFlags.assign(words.begin() + i + 1, words.end());
        hasFlags = true;
        break;
      }
      if (word == "-o" || word == "-p") {
        if (++i == words.size())
          return usage("'" + word + "' needs a value");
        (word == "-o" ? command.output : command.buildPath) = words[i];
      } else if (word == "--cxxflags" || word == "--cppflags" || word == "--ldflags") {
        flags.push_back(word == "--cxxflags" ? cxxFlags() : word == "--cppflags" ? cppFlags() : ldFlags());
      } else if (word == "--help" || word == "-h") {
        llvm::outs() << helpText;
        return {std::nullopt, 0};
      } else if (word == "--version") {
        llvm::outs() << "adgen " ADGEN_VERSION ", built for Clang " CLANG_VERSION_STRING "\n";
        return {std::nullopt, 0};
      } else if (word.starts_with("-") && word != "-") {
        if (!parseOption(word))
          return {std::nullopt, 2};
      } else if (!command.source.empty()) {
        return usage("more than one source file: '" + command.source + "' and '" + word + "'");
      } else {
        command.source = word;
      }
    }
    if (!flags.empty()) {
      llvm::outs() << llvm::join(flags, " ") << "\n";
      return {std::nullopt, 0};
    }
    return check();
  }

private:
  ParsedCommandLine usage(const llvm::Twine &message) {
    llvm::WithColor::error(llvm::errs(), "adgen") << message << "; see 'adgen --help'\n";
    return {std::nullopt, 2};
  }

  bool parseOption(llvm::StringRef word) {
    static const llvm::StringRef names[] = {"--function", "--wrt",      "--weights",  "--has-aux",
                                            "--mode",     "--name",     "--emit",     "--help",
                                            "--version",  "--cxxflags", "--cppflags", "--ldflags"};
    auto [name, value] = word.split('=');
    const bool hasValue = word.contains('=');
    if (name == "--has-aux" && !hasValue) {
      clauses += " has_aux";
      return true;
    }
    if (name == "--wrt" && hasValue) {
      clauses += " wrt(" + value.str() + ")";
      return true;
    }
    if (llvm::is_contained({"--function", "--weights", "--mode", "--name", "--emit"}, name)) {
      if (value.empty()) {
        usage("'" + name + "' needs a value: '" + name + "=...'");
        return false;
      }
      if (name == "--emit")
        return parseEmit(value);
      if (name == "--function")
        function = value;
      else
        clauses += " " + name.drop_front(2).str() + "(" + value.str() + ")";
      return true;
    }
    std::string hint;
    if (auto meant = closestSpelling(name, names))
      hint = "; did you mean '" + meant->str() + "'?";
    usage("unknown option '" + word + "'" + hint);
    return false;
  }

  bool parseEmit(llvm::StringRef kind) {
    std::optional<EmitKind> emit = llvm::StringSwitch<std::optional<EmitKind>>(kind)
                                       .Case("cpp", EmitKind::Cpp)
                                       .Cases("mlir", "graph", EmitKind::Mlir)
                                       .Case("dot", EmitKind::Dot)
                                       .Case("svg", EmitKind::Svg)
                                       .Case("report", EmitKind::Report)
                                       .Case("check", EmitKind::Check)
                                       .Default(std::nullopt);
    if (!emit)
      usage("unknown kind of output '" + kind + "' in --emit=");
    else if (*emit == EmitKind::Report || *emit == EmitKind::Check)
      usage("--emit=" + kind + " is not supported yet");
    else
      command.emit = *emit;
    return emit && command.emit == *emit;
  }

  ParsedCommandLine check() {
    if (command.source.empty())
      return usage("no source file");
    if (function.empty() && !clauses.empty())
      return usage("--wrt, --weights, --has-aux, --mode and --name need --function=");
    if (hasFlags && !command.buildPath.empty())
      return usage("compiler flags come from -p or stand behind '--', not both");
    if (!function.empty())
      command.request = function + clauses;
    return {std::move(command), 0};
  }

  CommandLine command;
  std::string function, clauses;
  bool hasFlags = false;
};

} // namespace

ParsedCommandLine adgen::parseCommandLine(int argc, const char *const *argv) {
  return CommandLineParser().parse(llvm::ArrayRef(argv, argc));
}
