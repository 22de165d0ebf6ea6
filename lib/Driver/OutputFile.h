// The header that adgen writes.
#pragma once

#include "Derivative.h"
#include "llvm/ADT/ArrayRef.h"

namespace adgen {

/// The whole text of a header with these derivatives.
/// \param words the command line without the program's name, to be repeated in the comment on top.
std::string headerText(llvm::ArrayRef<Derivative> derivatives, llvm::StringRef source,
                       llvm::ArrayRef<std::string> words);

/// Its parts: the comment on top, which says what there is and how it was written, and all that follows
/// `#pragma once`.
std::string bannerText(llvm::StringRef what, llvm::StringRef source, llvm::ArrayRef<std::string> words);
std::string definitionsText(llvm::ArrayRef<Derivative> derivatives);

} // namespace adgen
