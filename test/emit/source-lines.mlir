// A comment names the line of the source whenever it changes.
// RUN: adgen-opt --emit=cpp %s | FileCheck %s

// CHECK:      inline double f(double x) {
// CHECK-NEXT:   // model.cpp:4
// CHECK-NEXT:   const double y = std::sin(x);
// CHECK-NEXT:   const double z = y * y;
// CHECK-NEXT:   // model.cpp:4, reverse
// CHECK-NEXT:   const double d_y = z * 2.0;
// CHECK-NEXT:   // model.cpp:5
// CHECK-NEXT:   return d_y / d_y;
func.func @f(%x: f64 loc("x")) -> f64 {
  %two = arith.constant 2.0 : f64
  %0 = math.sin %x : f64 loc("y"("src/model.cpp":4:7))
  %1 = arith.mulf %0, %0 : f64 loc("z"("src/model.cpp":4:9))
  %2 = arith.mulf %1, %two : f64 loc("d_y"(fused<"reverse">["src/model.cpp":4:9]))
  %3 = arith.divf %2, %2 : f64 loc("src/model.cpp":5:3)
  return %3 : f64
}
