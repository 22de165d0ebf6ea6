// The one kind of error that no source should provoke.
#pragma once

#include "llvm/ADT/Twine.h"

namespace adgen {

/// What is said where adgen is to blame: instead of an assertion, since a compiler has to stop at the user's
/// line.
inline std::string internalError(const llvm::Twine &what) {
  return ("adgen failed internally: " + what + "; please report this as a bug").str();
}

} // namespace adgen
