// Rows of the tables: operators where tensors have them, members, functions without the arguments that
// are the declaration's defaults.
// RUN: adgen-opt --emit=cpp %s | FileCheck %s

!t = !ad.tensor<f32>
!d = !ad.tensor<f64>
!axes = !ad.list<i64>

// CHECK-LABEL: adgen::Tensor operators(
// CHECK-NEXT: return -(x * 2.0f) / (x + y);
func.func @operators(%x: !t loc("x"), %y: !t loc("y")) -> !t {
  %two = arith.constant 2.0 : f32
  %0 = ad.apply "mul" (%x, %two) : (!t, f32) -> !t
  %1 = ad.apply "neg" (%0) : (!t) -> !t
  %2 = ad.apply "add" (%x, %y) : (!t, !t) -> !t
  %3 = ad.apply "div" (%1, %2) : (!t, !t) -> !t
  return %3 : !t
}

// CHECK-LABEL: adgen::Tensor defaults(
// CHECK-NEXT: return adgen::sum(x) + adgen::sum(x, {}, true) + adgen::sum(x, {0, 1});
func.func @defaults(%x: !t loc("x")) -> !t {
  %false = arith.constant false
  %true = arith.constant true
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %none = ad.list () : () -> !axes
  %two = ad.list (%c0, %c1) : (i64, i64) -> !axes
  %0 = ad.apply "sum" (%x, %none, %false) : (!t, !axes, i1) -> !t
  %1 = ad.apply "sum" (%x, %none, %true) : (!t, !axes, i1) -> !t
  %2 = ad.apply "sum" (%x, %two, %false) : (!t, !axes, i1) -> !t
  %3 = ad.apply "add" (%0, %1) : (!t, !t) -> !t
  %4 = ad.apply "add" (%3, %2) : (!t, !t) -> !t
  return %4 : !t
}

// CHECK-LABEL: double members(
// CHECK-NEXT: return (x * y).item() * x(0, 1);
func.func @members(%x: !d loc("x"), %y: !d loc("y")) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %0 = ad.apply "mul" (%x, %y) : (!d, !d) -> !d
  %1 = ad.apply "item" (%0) : (!d) -> f64
  %2 = ad.apply "at" (%x, %c0, %c1) : (!d, i64, i64) -> f64
  %3 = arith.mulf %1, %2 : f64
  return %3 : f64
}

// What no operand says is said by a template argument.
// CHECK-LABEL: adgen::TensorD creation(
// CHECK-NEXT: return adgen::zeros<double>({2, 3}) + adgen::cast<double>(x) + adgen::TensorD(s);
func.func @creation(%x: !t loc("x"), %s: f64 loc("s")) -> !d {
  %c2 = arith.constant 2 : i64
  %c3 = arith.constant 3 : i64
  %shape = ad.list (%c2, %c3) : (i64, i64) -> !axes
  %0 = ad.apply "zeros" (%shape) : (!axes) -> !d
  %1 = ad.apply "cast" (%x) : (!t) -> !d
  %2 = ad.apply "to_tensor" (%s) : (f64) -> !d
  %3 = ad.apply "add" (%0, %1) : (!d, !d) -> !d
  %4 = ad.apply "add" (%3, %2) : (!d, !d) -> !d
  return %4 : !d
}
