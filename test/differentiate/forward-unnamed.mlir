// What varies and is written to memory without a tangent is an error, not a zero.
// RUN: not adgen-opt --ad-forward %s 2>&1 | FileCheck %s

// CHECK: error: the derivative passes through 'fixed_y', and there is no parameter for its tangent; name 'fixed_y' in wrt(...)
func.func @copy(%x: f64, %y: !ad.ptr<f64> loc("fixed_y")) {
  ad.store %x, %y : !ad.ptr<f64>
  return
}
