// Code can tell that adgen reads it.
// RUN: %clang-plugin -fsyntax-only %s
// RUN: not %clang -fsyntax-only %s
#ifndef __ADGEN__
#error "compiled without adgen"
#endif
