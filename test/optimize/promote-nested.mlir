// Control flow inside control flow: every level passes on what is stored inside it, and no more.
// RUN: adgen-opt --ad-promote-locals %s | FileCheck %s

// CHECK-LABEL: func @nested
// CHECK: scf.for %{{.*}} iter_args(%[[A:.*]] = %arg0) -> (f64)
// CHECK:   %[[I:.*]] = scf.if %arg2 -> (f64)
// CHECK:     %[[J:.*]] = scf.for %{{.*}} iter_args(%{{.*}} = %[[A]]) -> (f64)
// CHECK:     scf.yield %[[J]]
// CHECK:   else
// CHECK:     scf.yield %[[A]]
// CHECK:   scf.yield %[[I]]
// CHECK-NOT: ad.local
func.func @nested(%x: f64, %n: i32, %c: i1) -> f64 {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %s = ad.local : !ad.ptr<f64>
  %t = ad.local : !ad.ptr<f64>
  ad.store %x, %s : !ad.ptr<f64>
  ad.store %x, %t : !ad.ptr<f64>
  scf.for %i = %c0 to %n step %c1 : i32 {
    scf.if %c {
      scf.for %j = %c0 to %n step %c1 : i32 {
        %0 = ad.load %s : !ad.ptr<f64>
        %k = ad.load %t : !ad.ptr<f64>
        %1 = arith.mulf %0, %k : f64
        ad.store %1, %s : !ad.ptr<f64>
      }
    }
  }
  %r = ad.load %s : !ad.ptr<f64>
  return %r : f64
}
