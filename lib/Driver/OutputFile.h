// The header that adgen writes.
#pragma once

#include "Derivative.h"
#include "llvm/ADT/ArrayRef.h"

namespace adgen {

/// The whole text of a header with these derivatives.
/// \param words the command line without the program's name, to be repeated in the comment on top.
std::string headerText(llvm::ArrayRef<Derivative> derivatives, llvm::StringRef source,
                       llvm::ArrayRef<std::string> words);

} // namespace adgen
