// A small array whose elements are all named by constants becomes variables; a pointer that may leave its row keeps
// the rows together.
// RUN: adgen-opt --ad-promote-locals --canonicalize %s | FileCheck %s

// CHECK-LABEL: func @elements
// CHECK-NEXT: %[[S:.*]] = arith.addf %arg0, %arg1
// CHECK-NEXT: return %[[S]]
func.func @elements(%x: f64, %y: f64) -> f64 {
  %one = arith.constant 1 : i32
  %a = ad.local : !ad.ptr<!ad.array<2xf64>>
  %p = ad.decay %a : !ad.ptr<!ad.array<2xf64>>
  %q = ad.offset inside %p[%one] : !ad.ptr<f64>, i32
  ad.store %x, %p : !ad.ptr<f64>
  ad.store %y, %q : !ad.ptr<f64>
  %0 = ad.load %p : !ad.ptr<f64>
  %1 = ad.load %q : !ad.ptr<f64>
  %2 = arith.addf %0, %1 : f64
  return %2 : f64
}

// CHECK-LABEL: func @atRunTime
// CHECK: ad.local zero : <!ad.array<2xf64>>
func.func @atRunTime(%x: f64, %i: i32) -> f64 {
  %a = ad.local zero : !ad.ptr<!ad.array<2xf64>>
  %p = ad.decay %a : !ad.ptr<!ad.array<2xf64>>
  ad.store %x, %p : !ad.ptr<f64>
  %q = ad.offset inside %p[%i] : !ad.ptr<f64>, i32
  %0 = ad.load %q : !ad.ptr<f64>
  return %0 : f64
}

// CHECK-LABEL: func @throughRows
// CHECK: ad.local zero : <!ad.array<2x!ad.array<2xf64>>>
func.func @throughRows(%x: f64, %i: i32) -> f64 {
  %a = ad.local zero : !ad.ptr<!ad.array<2x!ad.array<2xf64>>>
  %rows = ad.decay %a : !ad.ptr<!ad.array<2x!ad.array<2xf64>>>
  %p = ad.decay %rows : !ad.ptr<!ad.array<2xf64>>
  ad.store %x, %p : !ad.ptr<f64>
  %q = ad.offset %p[%i] : !ad.ptr<f64>, i32
  %0 = ad.load %q : !ad.ptr<f64>
  return %0 : f64
}
