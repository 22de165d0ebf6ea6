// A loop carries the tangents of what it carries.
// RUN: adgen-opt --ad-forward --canonicalize %s | FileCheck %s

// CHECK-LABEL: func @power.power_jvp
// CHECK-SAME: (%[[X:.*]]: f64, %[[N:.*]]: i32, %[[DX:.*]]: f64)
// CHECK: %[[R:.*]]:2 = scf.for {{.*}} iter_args(%[[Y:.*]] = %[[X]], %[[DY:.*]] = %[[DX]]) -> (f64, f64)
// CHECK-DAG: %[[P:.*]] = arith.mulf %[[Y]], %[[X]]
// CHECK-DAG: %[[A:.*]] = arith.mulf %[[DY]], %[[X]]
// CHECK-DAG: %[[B:.*]] = arith.mulf %[[DX]], %[[Y]]
// CHECK: %[[D:.*]] = arith.addf %[[A]], %[[B]]
// CHECK: scf.yield %[[P]], %[[D]]
// CHECK: ad.make_record(%[[R]]#0, %[[R]]#1)
func.func @power(%x: f64, %n: i32) -> f64 {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%y = %x) -> (f64) : i32 {
    %p = arith.mulf %y, %x : f64
    scf.yield %p : f64
  }
  return %r : f64
}
