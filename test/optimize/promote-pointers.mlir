// A pointer variable is a value as well, and sets free what it points to.
// RUN: adgen-opt --ad-promote-locals %s | FileCheck %s

// CHECK-LABEL: func @walk
// CHECK: scf.for %{{.*}} iter_args(%[[P:.*]] = %arg0) -> (!ad.ptr<f64>)
// CHECK-NEXT: %[[N:.*]] = ad.offset %[[P]]
// CHECK-NEXT: scf.yield %[[N]]
func.func @walk(%x: !ad.ptr<f64>, %n: i32) -> f64 {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %p = ad.local : !ad.ptr<!ad.ptr<f64>>
  ad.store %x, %p : !ad.ptr<!ad.ptr<f64>>
  scf.for %i = %c0 to %n step %c1 : i32 {
    %0 = ad.load %p : !ad.ptr<!ad.ptr<f64>>
    %1 = ad.offset %0[%c1] : !ad.ptr<f64>, i32
    ad.store %1, %p : !ad.ptr<!ad.ptr<f64>>
  }
  %q = ad.load %p : !ad.ptr<!ad.ptr<f64>>
  %r = ad.load %q : !ad.ptr<f64>
  return %r : f64
}

// CHECK-LABEL: func @alias
// CHECK-NEXT: return %arg0
func.func @alias(%x: f64) -> f64 {
  %y = ad.local : !ad.ptr<f64>
  %p = ad.local : !ad.ptr<!ad.ptr<f64>>
  ad.store %y, %p : !ad.ptr<!ad.ptr<f64>>
  %q = ad.load %p : !ad.ptr<!ad.ptr<f64>>
  ad.store %x, %q : !ad.ptr<f64>
  %r = ad.load %y : !ad.ptr<f64>
  return %r : f64
}
