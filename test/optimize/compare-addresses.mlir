// What is known of addresses: an object's is not null, and not that of another object.
// RUN: adgen-opt --canonicalize %s | FileCheck %s

// CHECK-LABEL: func @null
// CHECK-DAG: %[[T:.*]] = arith.constant true
// CHECK-DAG: %[[F:.*]] = arith.constant false
// CHECK: return %[[T]], %[[F]], %[[T]], %[[F]]
func.func @null() -> (i1, i1, i1, i1) {
  %a = ad.local : !ad.ptr<f64>
  %b = ad.local : !ad.ptr<f64>
  %n = ad.null : !ad.ptr<f64>
  %0 = ad.ptr_compare "ne", %a, %n : !ad.ptr<f64>, !ad.ptr<f64>
  %1 = ad.ptr_compare "eq", %n, %a : !ad.ptr<f64>, !ad.ptr<f64>
  %2 = ad.ptr_compare "eq", %n, %n : !ad.ptr<f64>, !ad.ptr<f64>
  %3 = ad.ptr_compare "eq", %a, %b : !ad.ptr<f64>, !ad.ptr<f64>
  return %0, %1, %2, %3 : i1, i1, i1, i1
}

// A parameter may be null; one past the end of an array may be where another object is.
// CHECK-LABEL: func @unknown
// CHECK: ad.ptr_compare "eq"
// CHECK: ad.ptr_compare "eq"
func.func @unknown(%p: !ad.ptr<f64>, %i: i32) -> (i1, i1) {
  %a = ad.local : !ad.ptr<!ad.array<2xf64>>
  %b = ad.local : !ad.ptr<f64>
  %n = ad.null : !ad.ptr<f64>
  %d = ad.decay %a : !ad.ptr<!ad.array<2xf64>>
  %e = ad.offset %d[%i] : !ad.ptr<f64>, i32
  %0 = ad.ptr_compare "eq", %p, %n : !ad.ptr<f64>, !ad.ptr<f64>
  %1 = ad.ptr_compare "eq", %e, %b : !ad.ptr<f64>, !ad.ptr<f64>
  return %0, %1 : i1, i1
}
