// Memory that every iteration of a loop fills anew before it reads it: no
// iteration sees what another one has left there.
#pragma once

#include "adgen/Analysis/Memory.h"

#include "mlir/Dialect/SCF/IR/SCF.h"

namespace adgen {

/// `object` is accessed inside of the loop; it is created outside of it or in its body. Only what is written
/// as a whole or element by element in counted loops is seen through.
bool isFilledAnew(mlir::scf::ForOp loop, unsigned object, const Memory &memory);

/// The loop's variable is the index of each number of the memory that `root` stands for, once. No loop is
/// said to run through memory whose length is not known, or which is no row of numbers.
bool runsThrough(mlir::scf::ForOp loop, mlir::Value root);

} // namespace adgen
