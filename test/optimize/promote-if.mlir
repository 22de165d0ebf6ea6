// A variable that a branch stores to becomes a result of the branch.
// RUN: adgen-opt --ad-promote-locals %s | FileCheck %s

// CHECK-LABEL: func @one
// CHECK-NEXT: %[[Y:.*]] = scf.if %arg1 -> (f64) {
// CHECK-NEXT:   %[[S:.*]] = arith.mulf %arg0, %arg0
// CHECK-NEXT:   scf.yield %[[S]]
// CHECK-NEXT: } else {
// CHECK-NEXT:   scf.yield %arg0
// CHECK-NEXT: }
// CHECK-NEXT: return %[[Y]]
func.func @one(%x: f64, %c: i1) -> f64 {
  %y = ad.local : !ad.ptr<f64>
  ad.store %x, %y : !ad.ptr<f64>
  scf.if %c {
    %0 = ad.load %y : !ad.ptr<f64>
    %1 = arith.mulf %0, %0 : f64
    ad.store %1, %y : !ad.ptr<f64>
  }
  %r = ad.load %y : !ad.ptr<f64>
  return %r : f64
}

// Only what is read afterwards is a result.
// CHECK-LABEL: func @unread
// CHECK: scf.if %arg1 -> (f64) {
// CHECK-NOT: ad.
func.func @unread(%x: f64, %c: i1) -> f64 {
  %y = ad.local : !ad.ptr<f64>
  %z = ad.local : !ad.ptr<f64>
  scf.if %c {
    %0 = arith.mulf %x, %x : f64
    ad.store %0, %y : !ad.ptr<f64>
    %1 = arith.addf %x, %x : f64
    ad.store %1, %z : !ad.ptr<f64>
  } else {
    ad.store %x, %y : !ad.ptr<f64>
    ad.store %x, %z : !ad.ptr<f64>
  }
  %r = ad.load %y : !ad.ptr<f64>
  return %r : f64
}
