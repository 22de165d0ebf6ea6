// Stores that write to another place each time.
#pragma once

#include "adgen/IR/AdDialect.h"

namespace adgen {

/// In no two iterations of the loops around it, up to the block `home`, the store writes to one element:
/// `a[i]`, `a[i * n + j]` where j stays below n.
bool writesApart(ad::StoreOp store, mlir::Block *home);

} // namespace adgen
