// A variable that starts at zero: numbers, null, records.
// RUN: adgen-opt --ad-promote-locals %s | FileCheck %s

!record = !ad.record<"P", ["x", "n", "p"], f64, i32, !ad.ptr<f64>>

// CHECK-LABEL: func @zeros
// CHECK-DAG: %[[X:.*]] = arith.constant 0.0{{.*}} : f64
// CHECK-DAG: %[[N:.*]] = arith.constant 0 : i32
// CHECK-DAG: %[[P:.*]] = ad.null
// CHECK: %[[R:.*]] = ad.make_record(%[[X]], %[[N]], %[[P]])
// CHECK: return %[[R]]
func.func @zeros() -> !record {
  %r = ad.local zero : !ad.ptr<!record>
  %v = ad.load %r : !ad.ptr<!record>
  return %v : !record
}
