// Of a loop that only chooses a number, the number is computed behind it.
// RUN: adgen-opt --ad-chosen-elements %s | FileCheck %s

// CHECK-LABEL: func @largest
// CHECK: %[[L:.*]]:2 = scf.for %[[I:.*]] = %{{.*}} to %arg1 step %{{.*}} iter_args(%{{.*}} = %{{.*}}, %[[AT:.*]] = %{{.*}}) -> (f64, i32)
// CHECK: %[[C:.*]] = arith.cmpf
// CHECK: arith.select %[[C]], %[[I]], %[[AT]] : i32
// CHECK: %[[P:.*]] = ad.offset %arg0[%[[L]]#1]
// CHECK: %[[X:.*]] = ad.load %[[P]]
// CHECK-NEXT: return %[[X]]
func.func @largest(%x: !ad.ptr<f64>, %n: i32) -> f64 {
  %one = arith.constant 1 : i32
  %first = ad.load %x : !ad.ptr<f64>
  %most = scf.for %i = %one to %n step %one iter_args(%m = %first) -> f64 : i32 {
    %p = ad.offset %x[%i] : !ad.ptr<f64>, i32
    %0 = ad.load %p : !ad.ptr<f64>
    %c = arith.cmpf olt, %m, %0 : f64
    %1 = arith.select %c, %0, %m : f64
    scf.yield %1 : f64
  }
  return %most : f64
}

// It may choose none: what it begins with is no element.
// CHECK-LABEL: func @orNone
// CHECK: scf.for
// CHECK: %[[NONE:.*]] = arith.cmpi eq
// CHECK: scf.if %[[NONE]] -> (f64)
// CHECK-NEXT: scf.yield %arg2
func.func @orNone(%x: !ad.ptr<f64>, %n: i32, %init: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %last = scf.for %i = %zero to %n step %one iter_args(%m = %init) -> f64 : i32 {
    %p = ad.offset %x[%i] : !ad.ptr<f64>, i32
    %0 = ad.load %p : !ad.ptr<f64>
    %c = arith.cmpf ogt, %0, %init : f64
    %1 = scf.if %c -> f64 {
      scf.yield %0 : f64
    } else {
      scf.yield %m : f64
    }
    scf.yield %1 : f64
  }
  return %last : f64
}

// What is chosen so far is used, or overwritten.
// CHECK-LABEL: func @used
// CHECK: scf.for
// CHECK-NOT: i32)
// CHECK: scf.for
// CHECK-NOT: i32)
// CHECK: return
func.func @used(%x: !ad.ptr<f64>, %n: i32) -> f64 {
  %one = arith.constant 1 : i32
  %first = ad.load %x : !ad.ptr<f64>
  %most:2 = scf.for %i = %one to %n step %one iter_args(%m = %first, %s = %first) -> (f64, f64) : i32 {
    %p = ad.offset %x[%i] : !ad.ptr<f64>, i32
    %0 = ad.load %p : !ad.ptr<f64>
    %c = arith.cmpf olt, %m, %0 : f64
    %1 = arith.select %c, %0, %m : f64
    %2 = arith.addf %s, %m : f64
    scf.yield %1, %2 : f64, f64
  }
  %other = scf.for %i = %one to %n step %one iter_args(%m = %first) -> f64 : i32 {
    %p = ad.offset %x[%i] : !ad.ptr<f64>, i32
    %0 = ad.load %p : !ad.ptr<f64>
    %c = arith.cmpf olt, %m, %0 : f64
    %1 = arith.select %c, %0, %m : f64
    ad.store %most#1, %p : !ad.ptr<f64>
    scf.yield %1 : f64
  }
  %r = arith.addf %most#0, %other : f64
  return %r : f64
}

// The number so far is kept where the condition holds.
// CHECK-LABEL: func @kept
// CHECK: scf.for %[[I:.*]] = %{{.*}} to %arg1 step %{{.*}} iter_args(%{{.*}} = %{{.*}}, %[[AT:.*]] = %{{.*}}) -> (f64, i32)
// CHECK: %[[C:.*]] = arith.cmpf
// CHECK: arith.select %[[C]], %[[AT]], %[[I]] : i32
func.func @kept(%x: !ad.ptr<f64>, %n: i32) -> f64 {
  %one = arith.constant 1 : i32
  %first = ad.load %x : !ad.ptr<f64>
  %most = scf.for %i = %one to %n step %one iter_args(%m = %first) -> f64 : i32 {
    %p = ad.offset %x[%i] : !ad.ptr<f64>, i32
    %0 = ad.load %p : !ad.ptr<f64>
    %c = arith.cmpf oge, %m, %0 : f64
    %1 = arith.select %c, %m, %0 : f64
    scf.yield %1 : f64
  }
  return %most : f64
}

// What is chosen so far is used: the loop has to carry the numbers anyway.
// CHECK-LABEL: func @summed
// CHECK: scf.for
// CHECK-SAME: -> (f64, f64)
func.func @summed(%x: !ad.ptr<f64>, %n: i32) -> f64 {
  %one = arith.constant 1 : i32
  %first = ad.load %x : !ad.ptr<f64>
  %most:2 = scf.for %i = %one to %n step %one iter_args(%m = %first, %s = %first) -> (f64, f64) : i32 {
    %p = ad.offset %x[%i] : !ad.ptr<f64>, i32
    %0 = ad.load %p : !ad.ptr<f64>
    %c = arith.cmpf olt, %m, %0 : f64
    %1 = arith.select %c, %0, %m : f64
    %2 = arith.addf %s, %m : f64
    scf.yield %1, %2 : f64, f64
  }
  %r = arith.addf %most#0, %most#1 : f64
  return %r : f64
}
