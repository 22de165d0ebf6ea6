// The harness of the corpus. A file is compiled in two roles:
//  - with Real = double, its pragmas answered by the plugin or by adgen;
//  - with Real = __float128 and no adgen (ADGEN_REFERENCE), as a shared object
//    that gives central differences.
// CORPUS(f, point(...), ...) compares f_grad, f_value_and_grad and f_jvp at these
// points: the value and what the function leaves in its arguments bit for bit, the
// gradient with the differences, forward with reverse mode (see Compare.h). A point
// has one argument per parameter: a number, or array({...}), filled(n, low, high),
// rows(m, ...) for the numbers behind a pointer or inside a struct.
// With CORPUS_PLAIN, the functions alone are checked: do both roles agree, and are
// the differences sure of themselves? The program takes --only=f, and --gradients to
// print them. With CORPUS_SHAPES, it prints what the points look like, and
// with CORPUS_FUNCTIONS, there is no program (see check/).
#pragma once

#define CORPUS_JOIN_(a, b) a##b
#define CORPUS_JOIN(a, b) CORPUS_JOIN_(a, b)
#define CORPUS_REGISTER(...)                                                                                 \
  [[maybe_unused]] static const bool CORPUS_JOIN(registered, __LINE__) = __VA_ARGS__;
#define CORPUS_UNPACK(...) __VA_ARGS__
/// A function as an object that takes arguments of any kind.
#define CORPUS_CALL(f) [](auto &&...arguments) { return f(arguments...); }

#ifdef ADGEN_REFERENCE
#include "../exec/Reference.h"

#include "Differences.h"
#define CORPUS_WRT(f, positions, ...) CORPUS_REGISTER(::corpus::addReference(#f, &f))
#else
#include <cmath>

using Real = double;
using Float = float;
using Long = long double;

#if defined(CORPUS_FUNCTIONS)
#include "../exec/Numbers.h"
#define CORPUS_WRT(f, positions, ...)
#elif defined(CORPUS_SHAPES)
#include "../check/Shapes.h"
#define CORPUS_WRT(f, positions, ...) CORPUS_REGISTER(::corpus::printShapes(#f, &f, {__VA_ARGS__}))

int main() {}
#else
#include "Compare.h"
#ifdef CORPUS_PLAIN
#define CORPUS_WRT(f, positions, ...) CORPUS_REGISTER(::corpus::addPlain(#f, &f, {__VA_ARGS__}))
#else
#define CORPUS_WRT(f, positions, ...)                                                                        \
  CORPUS_REGISTER(::corpus::add(#f, &f, ::corpus::Wrt<CORPUS_UNPACK positions>{}, CORPUS_CALL(f##_grad),     \
                                CORPUS_CALL(f##_value_and_grad), CORPUS_CALL(f##_jvp), {__VA_ARGS__}))
#endif

int main(int count, char **arguments) { return ::corpus::runAll({arguments + 1, arguments + count}); }
#endif
#endif

/// Every parameter that can be differentiated; CORPUS_WRT(f, (0, 2), point(...)): these positions alone.
#define CORPUS(f, ...) CORPUS_WRT(f, (), __VA_ARGS__)
