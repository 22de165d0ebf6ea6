// A loop over a small array is unrolled, so that the array can be taken apart. Where the array stays memory, and
// outside of other loops if it is not very small, a loop stays a loop.
// RUN: adgen-opt --ad-unroll-small-loops --canonicalize --ad-promote-locals --canonicalize %s | FileCheck %s

// CHECK-LABEL: func @step
// CHECK-NOT: ad.local
// CHECK: scf.for
// CHECK-NOT: scf.for
// CHECK: return
func.func @step(%x: f64, %n: i32) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %two = arith.constant 2 : i32
  %r = scf.for %t = %zero to %n step %one iter_args(%y = %x) -> (f64) : i32 {
    %a = ad.local : !ad.ptr<!ad.array<2xf64>>
    %p = ad.decay %a : !ad.ptr<!ad.array<2xf64>>
    scf.for %i = %zero to %two step %one : i32 {
      %q = ad.offset inside %p[%i] : !ad.ptr<f64>, i32
      ad.store %y, %q : !ad.ptr<f64>
    }
    %q = ad.offset inside %p[%one] : !ad.ptr<f64>, i32
    %0 = ad.load %p : !ad.ptr<f64>
    %1 = ad.load %q : !ad.ptr<f64>
    %2 = arith.mulf %0, %1 : f64
    scf.yield %2 : f64
  }
  return %r : f64
}

// CHECK-LABEL: func @point
// CHECK-NOT: ad.local
// CHECK-NOT: scf.for
// CHECK: return
func.func @point(%x: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %four = arith.constant 4 : i32
  %a = ad.local : !ad.ptr<!ad.array<4xf64>>
  %p = ad.decay %a : !ad.ptr<!ad.array<4xf64>>
  scf.for %i = %zero to %four step %one : i32 {
    %q = ad.offset inside %p[%i] : !ad.ptr<f64>, i32
    ad.store %x, %q : !ad.ptr<f64>
  }
  %0 = ad.load %p : !ad.ptr<f64>
  return %0 : f64
}

// CHECK-LABEL: func @once
// CHECK: ad.local
// CHECK: scf.for
func.func @once(%x: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %five = arith.constant 5 : i32
  %a = ad.local : !ad.ptr<!ad.array<5xf64>>
  %p = ad.decay %a : !ad.ptr<!ad.array<5xf64>>
  scf.for %i = %zero to %five step %one : i32 {
    %q = ad.offset inside %p[%i] : !ad.ptr<f64>, i32
    ad.store %x, %q : !ad.ptr<f64>
  }
  %0 = ad.load %p : !ad.ptr<f64>
  return %0 : f64
}

// CHECK-LABEL: func @unknownIndex
// CHECK: scf.for
// CHECK: scf.for
func.func @unknownIndex(%x: f64, %n: i32) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %two = arith.constant 2 : i32
  %r = scf.for %t = %zero to %n step %one iter_args(%y = %x) -> (f64) : i32 {
    %a = ad.local : !ad.ptr<!ad.array<2xf64>>
    %p = ad.decay %a : !ad.ptr<!ad.array<2xf64>>
    scf.for %i = %zero to %two step %one : i32 {
      %q = ad.offset inside %p[%i] : !ad.ptr<f64>, i32
      ad.store %y, %q : !ad.ptr<f64>
    }
    %rest = arith.remsi %t, %two : i32
    %q = ad.offset inside %p[%rest] : !ad.ptr<f64>, i32
    %0 = ad.load %q : !ad.ptr<f64>
    scf.yield %0 : f64
  }
  return %r : f64
}
