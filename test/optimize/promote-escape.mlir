// A variable stays memory when its address goes anywhere.
// RUN: adgen-opt --ad-promote-locals %s | FileCheck %s

// CHECK-LABEL: func @stored
// CHECK: ad.local
// CHECK: ad.load
func.func @stored(%x: f64, %p: !ad.ptr<!ad.ptr<f64>>) -> f64 {
  %y = ad.local : !ad.ptr<f64>
  ad.store %x, %y : !ad.ptr<f64>
  ad.store %y, %p : !ad.ptr<!ad.ptr<f64>>
  %r = ad.load %y : !ad.ptr<f64>
  return %r : f64
}

// CHECK-LABEL: func @chosen
// CHECK-COUNT-2: ad.local
func.func @chosen(%x: f64, %c: i1) -> f64 {
  %y = ad.local : !ad.ptr<f64>
  %z = ad.local : !ad.ptr<f64>
  ad.store %x, %y : !ad.ptr<f64>
  ad.store %x, %z : !ad.ptr<f64>
  %p = arith.select %c, %y, %z : !ad.ptr<f64>
  %r = ad.load %p : !ad.ptr<f64>
  return %r : f64
}

// CHECK-LABEL: func @compared
// CHECK: ad.local
func.func @compared(%x: f64, %p: !ad.ptr<f64>) -> i1 {
  %y = ad.local : !ad.ptr<f64>
  ad.store %x, %y : !ad.ptr<f64>
  %r = ad.ptr_compare "eq", %y, %p : !ad.ptr<f64>, !ad.ptr<f64>
  return %r : i1
}
