// A record becomes its fields, at every depth; an array field stays memory.
// RUN: adgen-opt --ad-promote-locals --canonicalize %s | FileCheck %s

!point = !ad.record<"P", ["x", "y"], f64, f64>
!pair = !ad.record<"Q", ["a", "b"], !point, f64>
!rows = !ad.record<"R", ["n", "v"], i32, !ad.array<3xf64>>

// CHECK-LABEL: func @fields
// CHECK-NEXT: %[[X:.*]] = ad.extract %arg0["x"]
// CHECK-NEXT: %[[Y:.*]] = ad.extract %arg0["y"]
// CHECK-NEXT: %[[S:.*]] = arith.mulf %[[X]], %[[Y]]
// CHECK-NEXT: %[[P:.*]] = ad.make_record(%[[S]], %[[Y]])
// CHECK-NEXT: return %[[P]]
func.func @fields(%p: !point) -> !point {
  %q = ad.local : !ad.ptr<!pair>
  %a = ad.member %q["a"] : !ad.ptr<!pair> -> !ad.ptr<!point>
  ad.store %p, %a : !ad.ptr<!point>
  %c = ad.ptr_cast %q : !ad.ptr<!pair> -> !ad.ptr<!pair, const>
  %ca = ad.member %c["a"] : !ad.ptr<!pair, const> -> !ad.ptr<!point, const>
  %cy = ad.member %ca["y"] : !ad.ptr<!point, const> -> !ad.ptr<f64, const>
  %y = ad.load %cy : !ad.ptr<f64, const>
  %ax = ad.member %a["x"] : !ad.ptr<!point> -> !ad.ptr<f64>
  %x = ad.load %ax : !ad.ptr<f64>
  %s = arith.mulf %x, %y : f64
  ad.store %s, %ax : !ad.ptr<f64>
  %r = ad.load %a : !ad.ptr<!point>
  return %r : !point
}

// CHECK-LABEL: func @array
// CHECK: %[[V:.*]] = ad.local : <!ad.array<3xf64>>
// CHECK-NOT: ad.local
// CHECK: ad.decay %[[V]]
func.func @array(%n: i32, %x: f64) -> f64 {
  %r = ad.local : !ad.ptr<!rows>
  %pn = ad.member %r["n"] : !ad.ptr<!rows> -> !ad.ptr<i32>
  ad.store %n, %pn : !ad.ptr<i32>
  %pv = ad.member %r["v"] : !ad.ptr<!rows> -> !ad.ptr<!ad.array<3xf64>>
  %v = ad.decay %pv : !ad.ptr<!ad.array<3xf64>>
  %i = ad.load %pn : !ad.ptr<i32>
  %e = ad.offset %v[%i] : !ad.ptr<f64>, i32
  ad.store %x, %e : !ad.ptr<f64>
  %f = ad.load %v : !ad.ptr<f64>
  return %f : f64
}
