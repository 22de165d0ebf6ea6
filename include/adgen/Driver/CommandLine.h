// The command line of the tool `adgen`.
#pragma once

#include "adgen/Driver/Pipeline.h"
#include "llvm/ADT/StringRef.h"
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace adgen {

/// What `--emit=check` makes arguments of, as written: by the names or positions of
/// parameters, for all others under "".
struct CheckArguments {
  std::map<std::string, std::pair<std::string, std::string>> boxes; // of --box=x:lo,hi
  std::map<std::string, std::string> sizes, values;                 // of --size=x:8, --value=n:8
  unsigned seed = 1;

  std::pair<std::string, std::string> boxOf(llvm::StringRef parameter, unsigned position) const;
  std::optional<std::string> sizeOf(llvm::StringRef parameter, unsigned position) const;
  std::optional<std::string> valueOf(llvm::StringRef parameter, unsigned position) const;
};

/// What adgen is asked to do.
struct CommandLine {
  std::string source;
  std::string output;                     // empty: standard output
  std::string buildPath;                  // of -p; empty: the flags behind `--`
  std::vector<std::string> compilerFlags; // behind `--`
  std::string request;                    // of --function=...: a pragma's words; empty: the source's own
  EmitKind emit = EmitKind::Cpp;
  CheckArguments check;
  std::vector<std::string> words; // as typed, for the comment on top of the output
};

/// What a command line comes to: something to do, or an exit status at once.
struct ParsedCommandLine {
  std::optional<CommandLine> command;
  int exitStatus = 0;
};

/// Parses `argv`. Prints and answers --help, --version, --cxxflags, --cppflags and --ldflags itself;
/// reports bad usage on standard error, with exit status 2.
ParsedCommandLine parseCommandLine(int argc, const char *const *argv);

/// Runs the compiler on the source and writes what was asked for.
/// \returns the exit status: 0 written; 1 the source does not compile or cannot be differentiated,
///          and no file has been touched; 2 the command cannot be carried out as it stands.
int runTool(const CommandLine &command);

} // namespace adgen
