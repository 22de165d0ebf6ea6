// Every comparison of two numbers, those of which hold for NaN as the negation of the opposite.
// RUN: adgen-opt --emit=cpp %s | FileCheck %s

// CHECK-LABEL: bool unorderedLess(
// CHECK-NEXT: return !(x >= y);
func.func @unorderedLess(%x: f64 loc("x"), %y: f64 loc("y")) -> i1 {
  %0 = arith.cmpf ult, %x, %y : f64
  return %0 : i1
}

// CHECK-LABEL: bool unorderedLessEqual(
// CHECK-NEXT: return !(x > y);
func.func @unorderedLessEqual(%x: f64 loc("x"), %y: f64 loc("y")) -> i1 {
  %0 = arith.cmpf ule, %x, %y : f64
  return %0 : i1
}

// CHECK-LABEL: bool unorderedGreater(
// CHECK-NEXT: return !(x <= y);
func.func @unorderedGreater(%x: f64 loc("x"), %y: f64 loc("y")) -> i1 {
  %0 = arith.cmpf ugt, %x, %y : f64
  return %0 : i1
}

// CHECK-LABEL: bool unorderedGreaterEqual(
// CHECK-NEXT: return !(x < y);
func.func @unorderedGreaterEqual(%x: f64 loc("x"), %y: f64 loc("y")) -> i1 {
  %0 = arith.cmpf uge, %x, %y : f64
  return %0 : i1
}

// CHECK-LABEL: bool differ(
// CHECK-NEXT: return std::islessgreater(x, y);
func.func @differ(%x: f64 loc("x"), %y: f64 loc("y")) -> i1 {
  %0 = arith.cmpf one, %x, %y : f64
  return %0 : i1
}

// CHECK-LABEL: bool unorderedEqual(
// CHECK-NEXT: return !std::islessgreater(x, y);
func.func @unorderedEqual(%x: f64 loc("x"), %y: f64 loc("y")) -> i1 {
  %0 = arith.cmpf ueq, %x, %y : f64
  return %0 : i1
}

// CHECK-LABEL: bool unordered(
// CHECK-NEXT: return std::isunordered(x, y);
func.func @unordered(%x: f64 loc("x"), %y: f64 loc("y")) -> i1 {
  %0 = arith.cmpf uno, %x, %y : f64
  return %0 : i1
}

// CHECK-LABEL: bool ordered(
// CHECK-NEXT: return !std::isunordered(x, y);
func.func @ordered(%x: f64 loc("x"), %y: f64 loc("y")) -> i1 {
  %0 = arith.cmpf ord, %x, %y : f64
  return %0 : i1
}
