// RUN: adgen-opt --ad-shapes-only %s | FileCheck %s

// The product itself is not needed: ones of its shape are.
// CHECK-LABEL: func.func @seed
// CHECK-NOT:   "matmul"(
// CHECK:       %[[SHAPE:.*]] = ad.apply "matmul_shape"(%arg0, %arg1)
// CHECK:       ad.apply "ones"(%[[SHAPE]])
// CHECK:       ad.apply "sum_to"(%arg0, %[[SHAPE]])
func.func @seed(%a: !ad.tensor<f32>, %b: !ad.tensor<f32>) -> (!ad.tensor<f32>, !ad.tensor<f32>) {
  %0 = ad.apply "matmul"(%a, %b) : (!ad.tensor<f32>, !ad.tensor<f32>) -> !ad.tensor<f32>
  %1 = ad.apply "ones_like"(%0) : (!ad.tensor<f32>) -> !ad.tensor<f32>
  %2 = ad.apply "sum_to"(%a, %0) : (!ad.tensor<f32>, !ad.tensor<f32>) -> !ad.tensor<f32>
  return %1, %2 : !ad.tensor<f32>, !ad.tensor<f32>
}

// Another reader wants the values.
// CHECK-LABEL: func.func @value
// CHECK:       ad.apply "matmul"(
// CHECK-NOT:   matmul_shape
func.func @value(%a: !ad.tensor<f32>, %b: !ad.tensor<f32>) -> (!ad.tensor<f32>, !ad.tensor<f32>) {
  %0 = ad.apply "matmul"(%a, %b) : (!ad.tensor<f32>, !ad.tensor<f32>) -> !ad.tensor<f32>
  %1 = ad.apply "ones_like"(%0) : (!ad.tensor<f32>) -> !ad.tensor<f32>
  return %1, %0 : !ad.tensor<f32>, !ad.tensor<f32>
}
