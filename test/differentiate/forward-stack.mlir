// The tangents of what is on a stack are on a second stack.
// RUN: adgen-opt --ad-forward --canonicalize %s | FileCheck %s

// CHECK-LABEL: func @reverse.reverse_jvp
// CHECK: %[[S:.*]] = ad.stack
// CHECK: %[[DS:.*]] = ad.stack
// CHECK: ad.push %arg0, %[[S]]
// CHECK: ad.push %arg1, %[[DS]]
// CHECK: %[[V:.*]] = ad.pop %[[S]]
// CHECK: %[[DV:.*]] = ad.pop %[[DS]]
// CHECK: ad.make_record(%[[V]], %[[DV]])
func.func @reverse(%x: f64) -> f64 {
  %s = ad.stack : !ad.stack<f64>
  ad.push %x, %s : !ad.stack<f64>
  %v = ad.pop %s : !ad.stack<f64>
  return %v : f64
}
