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
  --lanes=N          with jvp or vjp: as many tangents or cotangents at once
  --name=NAME        the name of the generated function; default: that of the function and _grad,
                     _jvp or _vjp
  With --function alone, the pragmas in the source say what to generate for that function.

Output:
  -o FILE            where to write; default: standard output
  --emit=KIND        cpp (default); the graph of the derivative as mlir, dot or svg; report: what it
                     records and computes again, and why, line by line; or check: a GoogleTest that
                     compares it with finite differences and with forward mode

Arguments for --emit=check, of the parameter NAME (or at this position) or, without NAME:, of all others:
  --box=[NAME:]LOW,HIGH  real numbers lie between these; default: -1,1
  --size=[NAME:]N    the length of an array; 2x3: the shape of a tensor
  --value=[NAME:]N   what an integer is
  --seed=N           of the random numbers; default: 1

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
    static const llvm::StringRef names[] = {"--function", "--wrt",      "--weights", "--has-aux", "--mode",
                                            "--lanes",    "--name",     "--emit",    "--help",    "--version",
                                            "--cxxflags", "--cppflags", "--ldflags", "--box",     "--size",
                                            "--value",    "--seed"};
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
    if (llvm::is_contained({"--function", "--weights", "--mode", "--lanes", "--name", "--emit"}, name)) {
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
    if (llvm::is_contained({"--box", "--size", "--value", "--seed"}, name)) {
      checkOption = name;
      if (parseCheckOption(name, value))
        return true;
      usage("'" + word + "' is not " + name + "=" + (name == "--seed" ? "NUMBER" : "[PARAMETER:]") +
            (name == "--box"     ? "LOW,HIGH, two numbers"
             : name == "--size"  ? "LENGTH, or LENGTHxLENGTH... for a tensor"
             : name == "--value" ? "INTEGER"
                                 : ""));
      return false;
    }
    std::string hint;
    if (auto meant = closestSpelling(name, names))
      hint = "; did you mean '" + meant->str() + "'?";
    usage("unknown option '" + word + "'" + hint);
    return false;
  }

  /// `x:8` is for the parameter x, `8` for all that have none of their own.
  bool parseCheckOption(llvm::StringRef option, llvm::StringRef value) {
    auto [parameter, written] = value.contains(':') ? value.split(':') : std::pair(llvm::StringRef(), value);
    unsigned number;
    if (option == "--seed")
      return !value.getAsInteger(10, command.check.seed);
    if (option == "--box") {
      auto [low, high] = written.split(',');
      double from, to;
      if (low.getAsDouble(from) || high.getAsDouble(to) || !(from < to))
        return false;
      command.check.boxes[parameter.str()] = {low.str(), high.str()};
    } else if (option == "--size") {
      llvm::SmallVector<llvm::StringRef> extents;
      written.split(extents, 'x');
      for (llvm::StringRef extent : extents)
        if (extent.getAsInteger(10, number) || number == 0)
          return false;
      command.check.sizes[parameter.str()] = written.str();
    } else {
      int64_t integer;
      if (written.getAsInteger(10, integer))
        return false;
      command.check.values[parameter.str()] = written.str();
    }
    return true;
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
    else
      command.emit = *emit;
    return emit && command.emit == *emit;
  }

  ParsedCommandLine check() {
    if (command.source.empty())
      return usage("no source file");
    if (function.empty() && !clauses.empty())
      return usage("--wrt, --weights, --has-aux, --mode, --lanes and --name need --function=");
    if (!checkOption.empty() && command.emit != EmitKind::Check)
      return usage("'" + checkOption + "' needs --emit=check");
    if (hasFlags && !command.buildPath.empty())
      return usage("compiler flags come from -p or stand behind '--', not both");
    if (!function.empty())
      command.request = function + clauses;
    return {std::move(command), 0};
  }

  CommandLine command;
  std::string function, clauses, checkOption;
  bool hasFlags = false;
};

} // namespace

template <class T>
static std::optional<T> lookUp(const std::map<std::string, T> &all, llvm::StringRef parameter,
                               unsigned position) {
  auto found = all.find(parameter.str());
  if (found == all.end())
    found = all.find(std::to_string(position));
  if (found == all.end())
    found = all.find("");
  return found == all.end() ? std::nullopt : std::optional<T>(found->second);
}

std::pair<std::string, std::string> CheckArguments::boxOf(llvm::StringRef parameter,
                                                          unsigned position) const {
  return lookUp(boxes, parameter, position).value_or(std::pair<std::string, std::string>("-1", "1"));
}
std::optional<std::string> CheckArguments::sizeOf(llvm::StringRef parameter, unsigned position) const {
  return lookUp(sizes, parameter, position);
}
std::optional<std::string> CheckArguments::valueOf(llvm::StringRef parameter, unsigned position) const {
  return lookUp(values, parameter, position);
}

ParsedCommandLine adgen::parseCommandLine(int argc, const char *const *argv) {
  return CommandLineParser().parse(llvm::ArrayRef(argv, argc));
}
