// --emit=check has to be told the shape of a tensor.
// RUN: %python %S/Inputs/status.py 1 %adgen %s --emit=check -- %flags 2>&1 | FileCheck %s --implicit-check-not=error:
#include <adgen/adgen.h>
// CHECK: :[[#@LINE+3]]:15: error: --emit=check cannot test 'total': parameter 'x' is a tensor of unknown shape
// CHECK: note: say --size=x:2x3
#pragma grad
adgen::Tensor total(const adgen::Tensor &x) { return sum(x * x); }
