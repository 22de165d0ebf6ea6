// A sum to the shape that is there already, and a factor of ones that spreads nothing, go away.
// RUN: adgen-opt --ad-simplify %s | FileCheck %s

!t = !ad.tensor<f32>

// CHECK-LABEL: func @sum_to
// CHECK-NEXT: %[[Z:.*]] = ad.apply "add"(%arg0, %arg1)
// CHECK-NEXT: %[[E:.*]] = ad.apply "exp"(%[[Z]])
// CHECK-NEXT: return %[[E]]
func.func @sum_to(%x: !t, %y: !t) -> !t {
  %z = ad.apply "add" (%x, %y) : (!t, !t) -> !t
  %e = ad.apply "exp" (%z) : (!t) -> !t
  %s = ad.apply "sum_to" (%e, %z) : (!t, !t) -> !t
  return %s : !t
}

// x and y may differ in shape: the sum stays.
// CHECK-LABEL: func @broadcast
// CHECK: "sum_to"
func.func @broadcast(%x: !t, %y: !t) -> !t {
  %z = ad.apply "add" (%x, %y) : (!t, !t) -> !t
  %s = ad.apply "sum_to" (%z, %x) : (!t, !t) -> !t
  return %s : !t
}

// CHECK-LABEL: func @ones
// CHECK-NEXT: return %arg0
func.func @ones(%x: !t) -> !t {
  %ones = ad.apply "ones_like" (%x) : (!t) -> !t
  %z = ad.apply "mul" (%x, %ones) : (!t, !t) -> !t
  return %z : !t
}

// These ones give y the shape of x.
// CHECK-LABEL: func @spreadingOnes
// CHECK: "ones_like"
// CHECK: "mul"
func.func @spreadingOnes(%x: !t, %y: !t) -> !t {
  %ones = ad.apply "ones_like" (%x) : (!t) -> !t
  %z = ad.apply "mul" (%ones, %y) : (!t, !t) -> !t
  return %z : !t
}

// What is needed for its shape only is not computed.
// CHECK-LABEL: func @shapeOnly
// CHECK-NEXT: %[[N:.*]] = ad.apply "reduced_count"(%arg0
// CHECK-NEXT: return %[[N]]
func.func @shapeOnly(%x: !t, %axes: !ad.list<i64>) -> f32 {
  %e = ad.apply "exp" (%x) : (!t) -> !t
  %n = ad.apply "reduced_count" (%e, %axes) : (!t, !ad.list<i64>) -> f32
  return %n : f32
}
