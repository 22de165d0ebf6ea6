// Of two records of the same values one is kept.
// RUN: adgen-opt --ad-same-records %s | FileCheck %s

// CHECK-LABEL: func @together
// CHECK: %[[A:.*]] = ad.local[
// CHECK: scf.for
// CHECK: ad.store
// CHECK-NOT: ad.store
// CHECK: ad.offset %[[A]]
// CHECK: ad.offset %[[A]]
// CHECK: return
func.func @together(%n: i32, %d: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %size = arith.extsi %n : i32 to i64
  %a = ad.local[%size] : !ad.ptr<f64>
  %b = ad.local[%size] : !ad.ptr<f64>
  scf.for %i = %zero to %n step %one : i32 {
    %p = ad.offset %a[%i] : !ad.ptr<f64>, i32
    ad.store %d, %p : !ad.ptr<f64>
    %wide = arith.extsi %i : i32 to i64
    %q = ad.offset %b[%wide] : !ad.ptr<f64>, i64
    ad.store %d, %q : !ad.ptr<f64>
  }
  %p = ad.offset %a[%one] : !ad.ptr<f64>, i32
  %q = ad.offset %b[%one] : !ad.ptr<f64>, i32
  %0 = ad.load %p : !ad.ptr<f64>
  %1 = ad.load %q : !ad.ptr<f64>
  %2 = arith.addf %0, %1 : f64
  return %2 : f64
}

// Other values, other places, one that is written twice, one that is read in between.
// CHECK-LABEL: func @apart
// CHECK-COUNT-7: ad.store
func.func @apart(%n: i32, %d: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %size = arith.extsi %n : i32 to i64
  %a = ad.local[%size] : !ad.ptr<f64>
  %b = ad.local[%size] : !ad.ptr<f64>
  %c = ad.local[%size] : !ad.ptr<f64>
  %twice = ad.local[%size] : !ad.ptr<f64>
  %late = ad.local[%size] : !ad.ptr<f64>
  %keep = ad.local[%size] : !ad.ptr<f64>
  scf.for %i = %zero to %n step %one : i32 {
    %half = arith.addf %d, %d : f64
    %p = ad.offset %a[%i] : !ad.ptr<f64>, i32
    ad.store %d, %p : !ad.ptr<f64>
    %q = ad.offset %b[%i] : !ad.ptr<f64>, i32
    ad.store %half, %q : !ad.ptr<f64>
    %j = arith.addi %i, %one : i32
    %r = ad.offset %c[%j] : !ad.ptr<f64>, i32
    ad.store %d, %r : !ad.ptr<f64>
    %s = ad.offset %twice[%i] : !ad.ptr<f64>, i32
    ad.store %d, %s : !ad.ptr<f64>
    %back = ad.offset %late[%zero] : !ad.ptr<f64>, i32
    %before = ad.load %back : !ad.ptr<f64>
    %t = ad.offset %late[%i] : !ad.ptr<f64>, i32
    ad.store %d, %t : !ad.ptr<f64>
    %u = ad.offset %keep[%i] : !ad.ptr<f64>, i32
    ad.store %before, %u : !ad.ptr<f64>
  }
  scf.for %i = %zero to %n step %one : i32 {
    %s = ad.offset %twice[%i] : !ad.ptr<f64>, i32
    ad.store %d, %s : !ad.ptr<f64>
  }
  %0 = ad.load %a : !ad.ptr<f64>
  %1 = ad.load %b : !ad.ptr<f64>
  %2 = ad.load %c : !ad.ptr<f64>
  %3 = ad.load %twice : !ad.ptr<f64>
  %4 = ad.load %keep : !ad.ptr<f64>
  %5 = ad.load %late : !ad.ptr<f64>
  %x = arith.addf %0, %1 : f64
  %y = arith.addf %2, %3 : f64
  %z = arith.addf %x, %y : f64
  %v = arith.addf %4, %5 : f64
  %w = arith.addf %z, %v : f64
  return %w : f64
}
