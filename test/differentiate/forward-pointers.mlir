// A pointer that is chosen at run time, and one that walks: its tangent goes along.
// RUN: adgen-opt --ad-forward --canonicalize %s | FileCheck %s

// CHECK-LABEL: func @choose.choose_jvp
// CHECK-SAME: (%[[X:.*]]: !ad.ptr<f64>, %[[Y:.*]]: !ad.ptr<f64>, %[[C:.*]]: i1, %[[DX:.*]]: !ad.ptr<f64>, %[[DY:.*]]: !ad.ptr<f64>)
// CHECK: %[[P:.*]] = arith.select %[[C]], %[[X]], %[[Y]]
// CHECK: %[[DP:.*]] = arith.select %[[C]], %[[DX]], %[[DY]]
// CHECK: ad.load %[[P]]
// CHECK: ad.load %[[DP]]
func.func @choose(%x: !ad.ptr<f64>, %y: !ad.ptr<f64>, %c: i1) -> f64 {
  %p = arith.select %c, %x, %y : !ad.ptr<f64>
  %v = ad.load %p : !ad.ptr<f64>
  return %v : f64
}

// CHECK-LABEL: func @walk.walk_jvp
// CHECK-SAME: (%[[X:.*]]: !ad.ptr<f64>, %{{.*}}: f64, %[[DX:.*]]: !ad.ptr<f64>, %{{.*}}: f64)
// CHECK: scf.while (%[[P:.*]] = %[[X]], %[[DP:.*]] = %[[DX]])
// CHECK-DAG: ad.offset %
// CHECK-DAG: ad.offset %
func.func @walk(%x: !ad.ptr<f64>, %limit: f64) -> f64 {
  %c1 = arith.constant 1 : i32
  %end = scf.while (%p = %x) : (!ad.ptr<f64>) -> !ad.ptr<f64> {
    %v = ad.load %p : !ad.ptr<f64>
    %c = arith.cmpf olt, %v, %limit : f64
    scf.condition(%c) %p : !ad.ptr<f64>
  } do {
  ^bb0(%p: !ad.ptr<f64>):
    %q = ad.offset %p[%c1] : !ad.ptr<f64>, i32
    scf.yield %q : !ad.ptr<f64>
  }
  %r = ad.load %end : !ad.ptr<f64>
  return %r : f64
}

// The tangent of a pointer in memory is a pointer in the memory of tangents.
// CHECK-LABEL: func @stored.stored_jvp
// CHECK: %[[L:.*]] = ad.local : <!ad.ptr<f64>>
// CHECK: %[[DL:.*]] = ad.local zero : <!ad.ptr<f64>>
// CHECK: ad.store %arg0, %[[L]]
// CHECK: ad.store %arg1, %[[DL]]
// CHECK: %[[DP:.*]] = ad.load %[[DL]]
// CHECK: ad.load %[[DP]]
func.func @stored(%x: !ad.ptr<f64>) -> f64 {
  %l = ad.local : !ad.ptr<!ad.ptr<f64>>
  ad.store %x, %l : !ad.ptr<!ad.ptr<f64>>
  %p = ad.load %l : !ad.ptr<!ad.ptr<f64>>
  %v = ad.load %p : !ad.ptr<f64>
  return %v : f64
}
