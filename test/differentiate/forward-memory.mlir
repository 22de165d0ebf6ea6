// Memory of the function gets a second one for its tangents, memory of the caller comes with one.
// RUN: adgen-opt --ad-forward --canonicalize %s | FileCheck %s

// CHECK-LABEL: func @square.square_jvp
// CHECK-SAME: (%[[X:.*]]: !ad.ptr<f64, const>, %[[Y:.*]]: !ad.ptr<f64>, %[[N:.*]]: i64, %[[DX:.*]]: !ad.ptr<f64, const>, %[[DY:.*]]: !ad.ptr<f64>)
// CHECK: %[[H:.*]] = ad.heap %[[N]] :
// CHECK: %[[DH:.*]] = ad.heap %[[N]] zero
// CHECK: %[[V:.*]] = ad.load %[[X]]
// CHECK: %[[DV:.*]] = ad.load %[[DX]]
// CHECK: ad.store %[[V]], %[[H]]
// CHECK: ad.store %[[DV]], %[[DH]]
// CHECK: %[[W:.*]] = ad.load %[[H]]
// CHECK: %[[DW:.*]] = ad.load %[[DH]]
// CHECK: %[[S:.*]] = arith.mulf %[[W]], %[[W]]
// CHECK: %[[P:.*]] = ad.offset %[[Y]][%[[N]]]
// CHECK: %[[DP:.*]] = ad.offset %[[DY]][%[[N]]]
// CHECK: ad.store %[[S]], %[[P]]
// CHECK: ad.store %{{.*}}, %[[DP]]
// CHECK: ad.store %{{.*}}, %[[Y]]
// CHECK: ad.store %cst{{.*}}, %[[DY]]
// CHECK: ad.release %[[H]]
// CHECK: ad.release %[[DH]]
func.func @square(%x: !ad.ptr<f64, const>, %y: !ad.ptr<f64>, %n: i64) {
  %h = ad.heap %n : !ad.ptr<f64>
  %v = ad.load %x : !ad.ptr<f64, const>
  ad.store %v, %h : !ad.ptr<f64>
  %w = ad.load %h : !ad.ptr<f64>
  %s = arith.mulf %w, %w : f64
  %p = ad.offset %y[%n] : !ad.ptr<f64>, i64
  ad.store %s, %p : !ad.ptr<f64>
  // Overwritten with a constant: the tangent is zero from here on.
  %one = arith.constant 1.0 : f64
  ad.store %one, %y : !ad.ptr<f64>
  ad.release %h : !ad.ptr<f64>
  return
}
