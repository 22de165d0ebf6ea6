// What the reverse sweep needs of the forward sweep: computed again where that
// is cheap, else recorded.
#pragma once

#include "Sweep.h"

namespace adgen {

/// Makes every value that reverse code reads available there. Of the `undos`, those stay that the chosen way
/// takes. With `shared`, all that is recorded goes to these stacks: the reverse code is in another function.
void recordForReverse(mlir::func::FuncOp function, const Sweep::Facts &facts, const Mirrors &mirrors,
                      llvm::ArrayRef<Undo> undos, SharedStacks *shared = nullptr);

} // namespace adgen
