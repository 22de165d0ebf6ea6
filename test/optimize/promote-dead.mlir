// What is written but never read goes, and what only keeps itself alive.
// RUN: adgen-opt --ad-promote-locals %s | FileCheck %s

// CHECK-LABEL: func @array
// CHECK-NEXT: return
func.func @array(%x: f64, %i: i64) {
  %a = ad.local zero : !ad.ptr<!ad.array<9xf64>>
  %p = ad.decay %a : !ad.ptr<!ad.array<9xf64>>
  %e = ad.offset %p[%i] : !ad.ptr<f64>, i64
  ad.store %x, %e : !ad.ptr<f64>
  %h = ad.heap %i : !ad.ptr<f64>
  ad.store %x, %h : !ad.ptr<f64>
  ad.release %h : !ad.ptr<f64>
  return
}

// CHECK-LABEL: func @cycle
// CHECK: scf.for %{{.*}} iter_args(%{{[^,]*}} = %arg0) -> (f64)
// CHECK-NEXT: arith.mulf
// CHECK-NEXT: scf.yield
func.func @cycle(%x: f64, %n: i32) -> f64 {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %s = ad.local : !ad.ptr<f64>
  %t = ad.local : !ad.ptr<f64>
  ad.store %x, %s : !ad.ptr<f64>
  ad.store %x, %t : !ad.ptr<f64>
  scf.for %i = %c0 to %n step %c1 : i32 {
    %0 = ad.load %s : !ad.ptr<f64>
    %1 = arith.mulf %0, %x : f64
    ad.store %1, %s : !ad.ptr<f64>
    %2 = ad.load %t : !ad.ptr<f64>
    %3 = arith.addf %2, %1 : f64
    ad.store %3, %t : !ad.ptr<f64>
  }
  %r = ad.load %s : !ad.ptr<f64>
  return %r : f64
}

// CHECK-LABEL: func @while_cycle
// CHECK: scf.while (%{{[^,]*}} = %arg0) : (i32) -> i32
// CHECK-NOT: addf
func.func @while_cycle(%n: i32, %x: f64) -> i32 {
  %c0 = arith.constant 0 : i32
  %c2 = arith.constant 2 : i32
  %t = ad.local : !ad.ptr<f64>
  ad.store %x, %t : !ad.ptr<f64>
  %r = scf.while (%i = %n) : (i32) -> i32 {
    %c = arith.cmpi sgt, %i, %c0 : i32
    scf.condition(%c) %i : i32
  } do {
  ^bb0(%i: i32):
    %2 = ad.load %t : !ad.ptr<f64>
    %3 = arith.addf %2, %x : f64
    ad.store %3, %t : !ad.ptr<f64>
    %4 = arith.subi %i, %c2 : i32
    scf.yield %4 : i32
  }
  return %r : i32
}

// The array is read for a stack that nobody reads: dead, both.
// CHECK-LABEL: func @read_for_a_dead_stack
// CHECK-NOT: ad.local
// CHECK-NOT: ad.store
// CHECK: return
func.func @read_for_a_dead_stack(%x: f64, %n: i32) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %stack = ad.stack : <f64>
  %array = ad.local : !ad.ptr<!ad.array<2xf64>>
  %first = ad.decay %array : !ad.ptr<!ad.array<2xf64>>
  scf.for %i = %zero to %n step %one : i32 {
    %to = ad.offset %first[%i] : !ad.ptr<f64>, i32
    ad.store %x, %to : !ad.ptr<f64>
    %from = ad.offset %first[%one] : !ad.ptr<f64>, i32
    %value = ad.load %from : !ad.ptr<f64>
    ad.push %value, %stack : <f64>
  }
  return %x : f64
}

// A choice between a value and the same value is none.
// CHECK-LABEL: func @same_in_both
// CHECK-NEXT: return %arg0
func.func @same_in_both(%x: f64, %n: i32) -> f64 {
  %zero = arith.constant 0 : i32
  %condition = arith.cmpi sgt, %n, %zero : i32
  %result = scf.if %condition -> (f64) {
    scf.yield %x : f64
  } else {
    scf.yield %x : f64
  }
  return %result : f64
}
