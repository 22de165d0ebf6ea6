// RUN: adgen-opt --emit=includes %s | count 0
func.func @f(%x: f64 loc("x")) -> f64 {
  %0 = arith.mulf %x, %x : f64
  return %0 : f64
}
