// A variable that a counted loop stores to becomes an iteration argument; the loop keeps its attributes.
// RUN: adgen-opt --ad-promote-locals %s | FileCheck %s

// CHECK-LABEL: func @sum
// CHECK: %[[ZERO:.*]] = arith.constant 0.0
// CHECK: %[[R:.*]] = scf.for %{{.*}} = %{{.*}} to %arg1 step %{{.*}} iter_args(%[[S:.*]] = %[[ZERO]]) -> (f64) : i32 {
// CHECK-NEXT:   %[[N:.*]] = arith.addf %[[S]], %arg0
// CHECK-NEXT:   scf.yield %[[N]]
// CHECK-NEXT: } {ad.down}
// CHECK-NEXT: return %[[R]]
func.func @sum(%x: f64, %n: i32) -> f64 {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %s = ad.local zero : !ad.ptr<f64>
  scf.for %i = %c0 to %n step %c1 : i32 {
    %0 = ad.load %s : !ad.ptr<f64>
    %1 = arith.addf %0, %x : f64
    ad.store %1, %s : !ad.ptr<f64>
  } {ad.down}
  %r = ad.load %s : !ad.ptr<f64>
  return %r : f64
}

// A variable of the body is none: it starts anew in every iteration.
// CHECK-LABEL: func @fresh
// CHECK: scf.for
// CHECK-NOT: iter_args
// CHECK: %[[U:.*]] = ad.undef
// CHECK: %[[V:.*]] = arith.addf %[[U]], %arg0
// CHECK: ad.store %[[V]], %arg1
func.func @fresh(%x: f64, %p: !ad.ptr<f64>, %n: i32) {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  scf.for %i = %c0 to %n step %c1 : i32 {
    %s = ad.local : !ad.ptr<f64>
    %0 = ad.load %s : !ad.ptr<f64>
    %1 = arith.addf %0, %x : f64
    ad.store %1, %s : !ad.ptr<f64>
    ad.store %1, %p : !ad.ptr<f64>
  }
  return
}
