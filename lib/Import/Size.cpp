// What is too large to be differentiated: an error, instead of minutes, gigabytes or an overflow of the
// stack.

#include "Importer.h"

#include "clang/Lex/MacroInfo.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Sema/Sema.h"

using namespace adgen;
using namespace mlir;

/// Statements and expressions, those of called functions included: some seconds. The macro raises it.
static constexpr unsigned defaultMaxSteps = 200000;
static constexpr llvm::StringLiteral limitMacro = "ADGEN_MAX_OPERATIONS";
/// Of statements and expressions inside of each other: bounds the stack.
static constexpr unsigned maxDepth = 3000;
/// Of blocks. Compilers take 256 brackets inside of each other, and generated code needs some more than the
/// source.
static constexpr unsigned maxBlocks = 200;

static unsigned limitOf(const clang::Preprocessor &preprocessor) {
  const clang::IdentifierInfo *name = preprocessor.getIdentifierInfo(limitMacro);
  const clang::MacroInfo *macro = preprocessor.getMacroInfo(name);
  unsigned limit = 0;
  if (macro && macro->getNumTokens() == 1 && macro->getReplacementToken(0).is(clang::tok::numeric_constant) &&
      !llvm::StringRef(preprocessor.getSpelling(macro->getReplacementToken(0))).getAsInteger(0, limit))
    return limit;
  return defaultMaxSteps;
}

bool Importer::hasRoom(clang::SourceLocation location) {
  if (isTooLarge)
    return false;
  if (steps == 0)
    maxSteps = limitOf(sema.getPreprocessor());
  if (++steps > maxSteps) {
    refuse(frames.front()->function->getLocation(),
           "'" + frames.front()->function->getNameAsString() +
               "' is too long to be differentiated: it has more than " + llvm::Twine(maxSteps) +
               " operations, with those of the functions that it calls",
           "write what repeats as a loop, or, to wait for it, raise the limit: -D" + limitMacro + "=" +
               llvm::Twine(10 * static_cast<uint64_t>(maxSteps)));
    isTooLarge = true;
  } else if (nesting > maxDepth) {
    refuse(location, "this is nested too deeply to be differentiated",
           "split it into several statements, each with a variable for its result");
    isTooLarge = true;
  }
  return !isTooLarge;
}

bool Importer::checkNesting(func::FuncOp graph) {
  SmallVector<std::pair<Region *, unsigned>> regions = {{&graph.getBody(), 0}};
  while (!regions.empty()) {
    auto [region, depth] = regions.pop_back_val();
    for (Operation &op : region->getOps())
      for (Region &inner : op.getRegions()) {
        if (depth == maxBlocks) {
          diagnostics.error(
              frames.front()->function->getLocation(),
              "'" + frames.front()->function->getNameAsString() +
                  "' has branches or loops that are nested too deeply to be differentiated: more than " +
                  llvm::Twine(maxBlocks));
          diagnostics.note(frames.front()->function->getLocation(),
                           "each 'else if' is inside of the one before it; use a 'switch', a loop over a "
                           "table, or several "
                           "'if's behind each other");
          return false;
        }
        regions.push_back({&inner, depth + 1});
      }
  }
  return true;
}
