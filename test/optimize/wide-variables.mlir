// Where a loop counts over wider numbers than the source, its variable is used as it is.
// RUN: adgen-opt --ad-wide-variables %s | FileCheck %s

// CHECK-LABEL: func @narrow
// CHECK: scf.for %[[I:[^ ]+]]
// CHECK: ad.offset %arg0[%[[I]]]
// CHECK: %[[NEXT:.*]] = arith.addi %[[I]], %{{.*}} : i64
// CHECK: ad.offset %arg0[%[[NEXT]]]
// CHECK: %[[TWO:.*]] = arith.addi %{{.*}} : i32
// CHECK: %[[WIDE:.*]] = arith.extui %[[TWO]]
// CHECK: ad.offset %arg0[%[[WIDE]]]
func.func @narrow(%x: !ad.ptr<f64>, %n: i32, %y: f64) -> f64 {
  %first = arith.constant 0 : i64
  %step = arith.constant 1 : i64
  %one = arith.constant 1 : i32
  %two = arith.constant 2 : i32
  %end = arith.extui %n : i32 to i64
  %s = scf.for %i = %first to %end step %step iter_args(%t = %y) -> f64 : i64 {
    %narrow = arith.trunci %i : i64 to i32
    %at = arith.extui %narrow : i32 to i64
    %p = ad.offset %x[%at] : !ad.ptr<f64>, i64
    %next = arith.addi %narrow, %one {ad.wraps} : i32
    %behind = arith.extui %next : i32 to i64
    %q = ad.offset %x[%behind] : !ad.ptr<f64>, i64
    %last = arith.addi %narrow, %two {ad.wraps} : i32
    %far = arith.extui %last : i32 to i64
    %r = ad.offset %x[%far] : !ad.ptr<f64>, i64
    %0 = ad.load %p : !ad.ptr<f64>
    %1 = ad.load %q : !ad.ptr<f64>
    %2 = ad.load %r : !ad.ptr<f64>
    %3 = arith.addf %0, %1 : f64
    %4 = arith.addf %3, %2 : f64
    %5 = arith.mulf %4, %t : f64
    scf.yield %5 : f64
  }
  return %s : f64
}

// Up to the bound itself: one more may be none of 32 bits. One less is none of zero.
// CHECK-LABEL: func @ends
// CHECK: scf.for %[[I:[^ ]+]]
// CHECK: ad.offset %arg0[%[[I]]]
// CHECK: %[[ONE:.*]] = arith.addi %{{.*}} : i32
// CHECK: %[[WIDE:.*]] = arith.extui %[[ONE]]
// CHECK: ad.offset %arg0[%[[WIDE]]]
// CHECK: %[[LESS:.*]] = arith.addi %{{.*}} : i32
// CHECK: %[[BEFORE:.*]] = arith.extui %[[LESS]]
// CHECK: ad.offset %arg0[%[[BEFORE]]]
func.func @ends(%x: !ad.ptr<f64>, %n: i32, %y: f64) -> f64 {
  %first = arith.constant 0 : i64
  %step = arith.constant 1 : i64
  %one = arith.constant 1 : i32
  %minus = arith.constant -1 : i32
  %wide = arith.extui %n : i32 to i64
  %end = arith.addi %wide, %step : i64
  %s = scf.for %i = %first to %end step %step iter_args(%t = %y) -> f64 : i64 {
    %narrow = arith.trunci %i : i64 to i32
    %at = arith.extui %narrow : i32 to i64
    %p = ad.offset %x[%at] : !ad.ptr<f64>, i64
    %next = arith.addi %narrow, %one {ad.wraps} : i32
    %behind = arith.extui %next : i32 to i64
    %q = ad.offset %x[%behind] : !ad.ptr<f64>, i64
    %before = arith.addi %narrow, %minus {ad.wraps} : i32
    %less = arith.extui %before : i32 to i64
    %r = ad.offset %x[%less] : !ad.ptr<f64>, i64
    %0 = ad.load %p : !ad.ptr<f64>
    %1 = ad.load %q : !ad.ptr<f64>
    %2 = ad.load %r : !ad.ptr<f64>
    %3 = arith.addf %0, %1 : f64
    %4 = arith.addf %3, %2 : f64
    %5 = arith.mulf %4, %t : f64
    scf.yield %5 : f64
  }
  return %s : f64
}
