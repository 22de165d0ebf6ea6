// A variable goes round a while loop: into its condition, from there into its body and out of it.
// RUN: adgen-opt --ad-promote-locals %s | FileCheck %s

// CHECK-LABEL: func @halve
// CHECK: %[[R:.*]] = scf.while (%[[X:.*]] = %arg0) : (f64) -> f64 {
// CHECK:   %[[D:.*]] = arith.mulf %[[X]]
// CHECK:   scf.condition(%{{.*}}) %[[D]]
// CHECK: } do {
// CHECK: ^bb0(%[[A:.*]]: f64):
// CHECK:   %[[H:.*]] = arith.mulf %[[A]]
// CHECK:   scf.yield %[[H]]
// CHECK: return %[[R]]
func.func @halve(%x: f64) -> f64 {
  %y = ad.local : !ad.ptr<f64>
  %one = arith.constant 1.0 : f64
  %half = arith.constant 0.25 : f64
  %two = arith.constant 2.0 : f64
  ad.store %x, %y : !ad.ptr<f64>
  scf.while : () -> () {
    %0 = ad.load %y : !ad.ptr<f64>
    %1 = arith.mulf %0, %two : f64
    ad.store %1, %y : !ad.ptr<f64>
    %2 = arith.cmpf ogt, %1, %one : f64
    scf.condition(%2)
  } do {
    %0 = ad.load %y : !ad.ptr<f64>
    %1 = arith.mulf %0, %half : f64
    ad.store %1, %y : !ad.ptr<f64>
    scf.yield
  }
  %r = ad.load %y : !ad.ptr<f64>
  return %r : f64
}
