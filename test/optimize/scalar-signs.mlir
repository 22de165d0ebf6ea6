// Signs meet additions and each other; no bit of a result changes.
// RUN: adgen-opt --ad-simplify %s | FileCheck %s

// CHECK-LABEL: func @product
// CHECK-NEXT: %[[P:.*]] = arith.mulf %arg0, %arg1
// CHECK-NEXT: %[[D:.*]] = arith.subf %arg1, %[[P]]
// CHECK-NEXT: return %[[D]]
func.func @product(%x: f64, %y: f64) -> f64 {
  %0 = arith.negf %x : f64
  %1 = arith.mulf %0, %y : f64
  %2 = arith.addf %1, %y : f64
  return %2 : f64
}

// CHECK-LABEL: func @twice
// CHECK: arith.mulf %arg0, %cst
func.func @twice(%x: f64) -> f64 {
  %0 = arith.addf %x, %x : f64
  return %0 : f64
}

// -0.0 + 0.0 is 0.0.
// CHECK-LABEL: func @zero
// CHECK: arith.addf
func.func @zero(%x: f64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %0 = arith.addf %x, %zero : f64
  return %0 : f64
}

// One condition decides once.
// CHECK-LABEL: func @choices
// CHECK-NEXT: %[[S:.*]] = arith.select %arg0, %arg1, %arg3
// CHECK-NEXT: return %[[S]]
func.func @choices(%c: i1, %x: f64, %y: f64, %z: f64) -> f64 {
  %0 = arith.select %c, %x, %y : f64
  %1 = arith.select %c, %y, %z : f64
  %2 = arith.select %c, %0, %1 : f64
  return %2 : f64
}
