// Only the headers that the text needs: arithmetic needs none.
// RUN: adgen-opt --emit=includes %s | FileCheck %s --implicit-check-not=#include

// CHECK: #include <cmath>
func.func @f(%x: f64 loc("x")) -> f64 {
  %0 = math.sin %x : f64
  return %0 : f64
}
