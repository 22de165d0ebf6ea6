// Elements of one array that are never the same, whatever the loops around count: in a triangle, in rows of
// a matrix.
#pragma once

#include "adgen/Analysis/Address.h"

namespace adgen {

/// The numbers at the two addresses are different ones wherever `at` is executed: `a[i * n + k]` and
/// `a[j * n + i]` where k stays below i, and i below j.
bool neverMeet(const Address &one, const Address &other, mlir::Operation *at);

/// The addresses are the same, though the program may compute them twice.
bool alwaysMeet(const Address &one, const Address &other);

} // namespace adgen
