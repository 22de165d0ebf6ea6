// `#pragma grad` for a compiler that is about to read a source file.
#pragma once

#include <memory>

namespace clang {
class ASTConsumer;
class CompilerInstance;
} // namespace clang

namespace adgen {

/// Registers the pragma and generates, while the file is compiled, what the
/// pragmas in it ask for.
/// \returns the consumer that the front-end action must run beside its own.
std::unique_ptr<clang::ASTConsumer> createFrontEnd(clang::CompilerInstance &compiler);

} // namespace adgen
