// What a loop adds to one element is added up in a variable, whatever else it adds to.
// RUN: adgen-opt --ad-sums-in-locals %s | FileCheck %s

#line = loc("f.cpp":3:1)
#reverse = loc(fused<"reverse">[#line])

// CHECK-LABEL: func @row
// CHECK: %[[SUM:.*]] = scf.for %{{.*}} = %{{.*}} to %arg2 {{.*}} iter_args(%[[SO_FAR:.*]] = %{{.*}}) -> (f64)
// CHECK: ad.store
// CHECK: %[[NEXT:.*]] = arith.subf %[[SO_FAR]], %arg3
// CHECK-NOT: ad.store
// CHECK: scf.yield %[[NEXT]]
// CHECK: arith.cmpi sgt, %arg2
// CHECK: scf.if
// CHECK: arith.addf %{{.*}}, %[[SUM]]
// CHECK: ad.store
func.func @row(%x: !ad.ptr<f64>, %y: !ad.ptr<f64>, %n: i32, %v: f64, %i: i32) {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  scf.for %j = %zero to %n step %one : i32 {
    %p = ad.offset %y[%j] : !ad.ptr<f64>, i32
    %0 = ad.load %p : !ad.ptr<f64>
    %1 = arith.addf %0, %v : f64
    ad.store %1, %p : !ad.ptr<f64>
    %q = ad.offset %x[%i] : !ad.ptr<f64>, i32
    %2 = ad.load %q : !ad.ptr<f64>
    %3 = arith.subf %2, %v : f64 loc(#reverse)
    ad.store %3, %q : !ad.ptr<f64> loc(#reverse)
  } loc(#reverse)
  return
}

// Somebody looks at what may be the element; it is another one each time; not every iteration adds to it.
// CHECK-LABEL: func @not
// CHECK-NOT: iter_args
// CHECK: return
func.func @not(%x: !ad.ptr<f64>, %y: !ad.ptr<f64>, %n: i32, %v: f64, %c: i1) {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  scf.for %j = %zero to %n step %one : i32 {
    %p = ad.offset %y[%j] : !ad.ptr<f64>, i32
    %w = ad.load %p : !ad.ptr<f64>
    %2 = ad.load %x : !ad.ptr<f64>
    %3 = arith.addf %2, %w : f64 loc(#reverse)
    ad.store %3, %x : !ad.ptr<f64> loc(#reverse)
  } loc(#reverse)
  scf.for %j = %zero to %n step %one : i32 {
    %p = ad.offset %y[%j] : !ad.ptr<f64>, i32
    %2 = ad.load %p : !ad.ptr<f64>
    %3 = arith.addf %2, %v : f64 loc(#reverse)
    ad.store %3, %p : !ad.ptr<f64> loc(#reverse)
  } loc(#reverse)
  scf.for %j = %zero to %n step %one : i32 {
    scf.if %c {
      %2 = ad.load %x : !ad.ptr<f64>
      %3 = arith.addf %2, %v : f64 loc(#reverse)
      ad.store %3, %x : !ad.ptr<f64> loc(#reverse)
    }
  } loc(#reverse)
  return
}
