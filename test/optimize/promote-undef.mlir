// What is read before it is stored is indeterminate; a choice that involves it is the other alternative.
// RUN: adgen-opt --ad-promote-locals %s | FileCheck %s

// CHECK-LABEL: func @read
// CHECK-NEXT: %[[U:.*]] = ad.undef : f64
// CHECK-NEXT: return %[[U]]
func.func @read() -> f64 {
  %y = ad.local : !ad.ptr<f64>
  %r = ad.load %y : !ad.ptr<f64>
  return %r : f64
}

// CHECK-LABEL: func @half
// CHECK: return %arg0
func.func @half(%x: f64, %c: i1) -> f64 {
  %y = ad.local : !ad.ptr<f64>
  scf.if %c {
    ad.store %x, %y : !ad.ptr<f64>
  }
  %r = ad.load %y : !ad.ptr<f64>
  return %r : f64
}
