// A reverse loop runs forwards where its iterations need nothing of each other.
// RUN: adgen-opt --ad-loop-order %s | FileCheck %s

#line = loc("f.cpp":3:1)
#reverse = loc(fused<"reverse">[#line])

// CHECK-LABEL: func @independent
// CHECK-NOT: ad.down
// CHECK: return
func.func @independent(%n: i32, %d: f64, %size: i64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %a = ad.heap %size zero : !ad.ptr<f64>
  %sum = scf.for %i = %zero to %n step %one iter_args(%s = %d) -> f64 : i32 {
    %p = ad.offset %a[%i] : !ad.ptr<f64>, i32
    %0 = ad.load %p : !ad.ptr<f64>
    %1 = arith.addf %0, %d : f64
    ad.store %1, %p : !ad.ptr<f64>
    %2 = arith.addf %s, %0 : f64 loc(#reverse)
    scf.yield %2 : f64
  } {ad.down} loc(#reverse)
  return %sum : f64
}

// CHECK-LABEL: func @carried
// CHECK: ad.down
func.func @carried(%n: i32, %d: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %last = scf.for %i = %zero to %n step %one iter_args(%s = %d) -> f64 : i32 {
    %0 = arith.mulf %s, %s : f64 loc(#reverse)
    %1 = arith.addf %0, %d : f64 loc(#reverse)
    scf.yield %1 : f64
  } {ad.down} loc(#reverse)
  return %last : f64
}

// CHECK-LABEL: func @neighbours
// CHECK: ad.down
func.func @neighbours(%n: i32, %size: i64) {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %a = ad.heap %size zero : !ad.ptr<f64>
  scf.for %i = %zero to %n step %one : i32 {
    %p = ad.offset %a[%i] : !ad.ptr<f64>, i32
    %0 = ad.load %p : !ad.ptr<f64>
    %j = arith.addi %i, %one : i32
    %q = ad.offset %a[%j] : !ad.ptr<f64>, i32
    ad.store %0, %q : !ad.ptr<f64>
  } {ad.down} loc(#reverse)
  return
}

// x[i % 3] may be the same element in two iterations.
// CHECK-LABEL: func @modulo
// CHECK: ad.down
func.func @modulo(%n: i32, %size: i64, %v: f64) {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %three = arith.constant 3 : i32
  %a = ad.heap %size zero : !ad.ptr<f64>
  scf.for %i = %zero to %n step %one : i32 {
    %k = arith.remsi %i, %three : i32
    %p = ad.offset %a[%k] : !ad.ptr<f64>, i32
    %x = arith.sitofp %i : i32 to f64
    ad.store %x, %p : !ad.ptr<f64>
  } {ad.down} loc(#reverse)
  return
}

// Whatever the order, it is one sum; two of them, in arrays that may overlap.
// CHECK-LABEL: func @scattered
// CHECK-NOT: ad.down
// CHECK: return
func.func @scattered(%x: !ad.ptr<f64>, %y: !ad.ptr<f64>, %n: i32, %m: i32, %v: f64) {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  scf.for %i = %zero to %n step %one : i32 {
    scf.for %j = %zero to %m step %one : i32 {
      %k = arith.remsi %j, %m : i32
      %p = ad.offset %x[%k] : !ad.ptr<f64>, i32
      %0 = ad.load %p : !ad.ptr<f64>
      %1 = arith.addf %0, %v : f64
      ad.store %1, %p : !ad.ptr<f64>
      %q = ad.offset %y[%i] : !ad.ptr<f64>, i32
      %2 = ad.load %q : !ad.ptr<f64>
      %3 = arith.subf %2, %v : f64
      ad.store %3, %q : !ad.ptr<f64>
    } {ad.down} loc(#reverse)
  } {ad.down} loc(#reverse)
  return
}

// No sum: what is there is taken from something, or is read before another store and goes there as well.
// CHECK-LABEL: func @turned
// CHECK: ad.down
// CHECK: ad.down
// CHECK: return
func.func @turned(%x: !ad.ptr<f64>, %y: !ad.ptr<f64>, %n: i32, %v: f64) {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  scf.for %i = %zero to %n step %one : i32 {
    %k = arith.remsi %i, %n : i32
    %p = ad.offset %x[%k] : !ad.ptr<f64>, i32
    %0 = ad.load %p : !ad.ptr<f64>
    %1 = arith.subf %v, %0 : f64
    ad.store %1, %p : !ad.ptr<f64>
  } {ad.down} loc(#reverse)
  scf.for %i = %zero to %n step %one : i32 {
    %k = arith.remsi %i, %n : i32
    %p = ad.offset %x[%k] : !ad.ptr<f64>, i32
    %q = ad.offset %y[%k] : !ad.ptr<f64>, i32
    %0 = ad.load %p : !ad.ptr<f64>
    %1 = arith.addf %0, %v : f64
    ad.store %v, %q : !ad.ptr<f64>
    ad.store %1, %p : !ad.ptr<f64>
  } {ad.down} loc(#reverse)
  return
}

// What is added was read where something is added.
// CHECK-LABEL: func @feeds
// CHECK: ad.down
// CHECK: return
func.func @feeds(%x: !ad.ptr<f64>, %n: i32) {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  scf.for %i = %zero to %n step %one : i32 {
    %k = arith.remsi %i, %n : i32
    %p = ad.offset %x[%k] : !ad.ptr<f64>, i32
    %q = ad.offset %x[%i] : !ad.ptr<f64>, i32
    %v = ad.load %q : !ad.ptr<f64>
    %0 = ad.load %p : !ad.ptr<f64>
    %1 = arith.addf %0, %v : f64
    ad.store %1, %p : !ad.ptr<f64>
  } {ad.down} loc(#reverse)
  return
}
