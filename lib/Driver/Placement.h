// Generated text and the namespaces around it.
#pragma once

#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace clang {
class DeclContext;
} // namespace clang

namespace adgen {

/// The namespaces (and `extern "C"` blocks) that are open at a place, and the
/// text that closes and reopens them: what stands in another namespace, and
/// every specialisation of a template of namespace adgen, has to be written
/// outside of them.
class Placement {
public:
  /// \param context a namespace or the translation unit, or anything inside one.
  static Placement of(const clang::DeclContext *context);

  std::string opening() const;
  std::string closing() const;
  bool isGlobal() const { return openers.empty(); }
  bool operator==(const Placement &other) const { return openers == other.openers; }

private:
  std::vector<std::string> openers; // the outermost first, one per closing brace
};

} // namespace adgen
