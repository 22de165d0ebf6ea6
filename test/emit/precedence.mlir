// The text keeps the graph's order of evaluation with as few parentheses as C++ needs.
// RUN: adgen-opt --emit=cpp %s | FileCheck %s

// CHECK-LABEL: double products(
// CHECK: return a * (b * c) - (a - (b - c)) / (a * b / c);
func.func @products(%a: f64 loc("a"), %b: f64 loc("b"), %c: f64 loc("c")) -> f64 {
  %0 = arith.mulf %b, %c : f64
  %1 = arith.mulf %a, %0 : f64
  %2 = arith.subf %b, %c : f64
  %3 = arith.subf %a, %2 : f64
  %4 = arith.mulf %a, %b : f64
  %5 = arith.divf %4, %c : f64
  %6 = arith.divf %3, %5 : f64
  %7 = arith.subf %1, %6 : f64
  return %7 : f64
}

// CHECK-LABEL: double negations(
// CHECK: return -(-a) - (a - b) + a * b * -b;
func.func @negations(%a: f64 loc("a"), %b: f64 loc("b")) -> f64 {
  %0 = arith.negf %a : f64
  %1 = arith.negf %0 : f64
  %2 = arith.negf %b : f64
  %3 = arith.addf %a, %2 : f64
  %4 = arith.subf %1, %3 : f64
  %5 = arith.mulf %a, %b : f64
  %7 = arith.mulf %5, %2 : f64
  %8 = arith.negf %7 : f64
  %9 = arith.subf %4, %8 : f64
  return %9 : f64
}

// Compilers ask for parentheses here although the grammar does not.
// CHECK-LABEL: bool logic(
// CHECK: return (a && b) || !(a && (b || a));
func.func @logic(%a: i1 loc("a"), %b: i1 loc("b")) -> i1 {
  %true = arith.constant true
  %0 = arith.andi %a, %b : i1
  %1 = arith.ori %b, %a : i1
  %2 = arith.andi %a, %1 : i1
  %3 = arith.xori %2, %true : i1
  %4 = arith.ori %0, %3 : i1
  return %4 : i1
}

// CHECK-LABEL: int shifts(
// CHECK: return (a + b) << (a & 7);
func.func @shifts(%a: i32 loc("a"), %b: i32 loc("b")) -> i32 {
  %c7 = arith.constant 7 : i32
  %0 = arith.addi %a, %b : i32
  %1 = arith.andi %a, %c7 : i32
  %2 = arith.shli %0, %1 : i32
  return %2 : i32
}
