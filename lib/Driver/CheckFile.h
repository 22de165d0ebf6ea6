// What `adgen --emit=check` writes: GoogleTest tests of derivatives.
#pragma once

#include "Derivative.h"
#include "adgen/Driver/CommandLine.h"
#include "llvm/ADT/ArrayRef.h"

namespace clang {
class Sema;
} // namespace clang

namespace adgen {

/// The tests of these derivatives, behind the text of a header with them.
/// Reports what it cannot make arguments for; nothing comes back then.
std::optional<std::string> checkText(clang::Sema &sema, llvm::ArrayRef<Derivative> derivatives,
                                     const CommandLine &command);

} // namespace adgen
