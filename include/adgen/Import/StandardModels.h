// What classes of the standard library do, as C++ that is read beside the user's.
#pragma once

namespace clang {
class Sema;
} // namespace clang

namespace adgen {

/// The class template that stands for std::vector, in namespace adgen::library.
extern const char *const vectorModel;

/// Whether std::vector is known in this translation unit, and what stands for it is not yet.
bool needsVectorModel(clang::Sema &sema);

} // namespace adgen
