// Elementwise operations on one shape become one map.
// RUN: adgen-opt --ad-fusion --cse %s | FileCheck %s

!t = !ad.tensor<f32>

// CHECK-LABEL: func @chain
// CHECK-NEXT: %[[M:.*]] = ad.map(%arg0, %arg1)
// CHECK-NEXT: ^bb0(%[[X:.*]]: f32, %[[Y:.*]]: f32):
// CHECK-NEXT:   %[[S:.*]] = arith.subf %[[X]], %[[Y]]
// CHECK-NEXT:   %[[T:.*]] = math.tanh %[[S]]
// CHECK-NEXT:   ad.yield %[[T]]
// CHECK: return %[[M]]
func.func @chain(%x: !t, %y: !t) -> !t {
  %0 = ad.apply "sub" (%x, %y) : (!t, !t) -> !t
  %1 = ad.apply "tanh" (%0) : (!t) -> !t
  return %1 : !t
}

// One operation reads best as it is.
// CHECK-LABEL: func @single
// CHECK-NEXT: ad.apply "tanh"
func.func @single(%x: !t) -> !t {
  %0 = ad.apply "tanh" (%x) : (!t) -> !t
  return %0 : !t
}

// exp(x) would be computed once per element of y.
// CHECK-LABEL: func @otherShape
// CHECK-NOT: ad.map
// CHECK: ad.apply "exp"
// CHECK: ad.apply "add"
func.func @otherShape(%x: !t, %y: !t) -> !t {
  %0 = ad.apply "exp" (%x) : (!t) -> !t
  %1 = ad.apply "add" (%0, %y) : (!t, !t) -> !t
  return %1 : !t
}

// The matrix product stands between the two: fusing them would need its result before it is computed.
// CHECK-LABEL: func @convex
// CHECK: ad.apply "matmul"
// CHECK: ad.map
// CHECK-NOT: ad.apply
func.func @convex(%x: !t) -> !t {
  %0 = ad.apply "exp" (%x) : (!t) -> !t
  %1 = ad.apply "matmul" (%0, %0) : (!t, !t) -> !t
  %2 = ad.apply "sum_to" (%1, %x) : (!t, !t) -> !t
  %3 = ad.apply "mul" (%2, %0) : (!t, !t) -> !t
  %4 = ad.apply "sin" (%3) : (!t) -> !t
  return %4 : !t
}

// Two results of one pass.
// CHECK-LABEL: func @several
// CHECK: ad.map(%arg0) {{.*}} -> (!ad.tensor<f32>, !ad.tensor<f32>)
func.func @several(%x: !t) -> (!t, !t) {
  %0 = ad.apply "exp" (%x) : (!t) -> !t
  %1 = ad.apply "sin" (%0) : (!t) -> !t
  %2 = ad.apply "cos" (%0) : (!t) -> !t
  return %1, %2 : !t, !t
}

// A full sum needs no tensor of what it adds.
// CHECK-LABEL: func @reduce
// CHECK-NEXT: %[[S:.*]] = ad.map reduce(%arg0, %arg1) {{.*}} -> f32
// CHECK: ad.apply "to_tensor"(%[[S]])
func.func @reduce(%x: !t, %y: !t) -> !t {
  %0 = ad.apply "mul" (%x, %y) : (!t, !t) -> !t
  %1 = ad.apply "sum" (%0) : (!t) -> !t
  return %1 : !t
}

// A mean is the sum by the number of elements of an input that has the shape.
// CHECK-LABEL: func @mean
// CHECK: %[[S:.*]] = ad.map reduce(%arg0) {{.*}} -> f32
// CHECK: %[[N:.*]] = ad.apply "reduced_count"(%arg0
// CHECK: %[[D:.*]] = arith.divf %[[S]], %[[N]]
// CHECK: ad.apply "to_tensor"(%[[D]])
func.func @mean(%x: !t) -> !t {
  %0 = ad.apply "mul" (%x, %x) : (!t, !t) -> !t
  %1 = ad.apply "mean" (%0) : (!t) -> !t
  return %1 : !t
}

// No input is known to have as many elements as the product.
// CHECK-LABEL: func @uncounted
// CHECK-NOT: ad.map reduce
// CHECK: "mean"
func.func @uncounted(%x: !t, %y: !t) -> !t {
  %0 = ad.apply "mul" (%x, %y) : (!t, !t) -> !t
  %1 = ad.apply "mean" (%0) : (!t) -> !t
  return %1 : !t
}
