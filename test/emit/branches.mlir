// scf.if is a conditional expression where that is short, else an if statement.
// RUN: adgen-opt --emit=cpp %s | FileCheck %s

// CHECK-LABEL: double choice(
// CHECK-NEXT: return c ? std::exp(x) : x * x;
func.func @choice(%c: i1 loc("c"), %x: f64 loc("x")) -> f64 {
  %0 = scf.if %c -> f64 {
    %1 = math.exp %x : f64
    scf.yield %1 : f64
  } else {
    %1 = arith.mulf %x, %x : f64
    scf.yield %1 : f64
  }
  return %0 : f64
}

// A branch that computes nothing is the variable's first value.
// CHECK-LABEL: double update(
// CHECK-NEXT: double y = 0.0;
// CHECK-NEXT: if (!c) {
// CHECK-NEXT:   const double t = std::exp(x);
// CHECK-NEXT:   y = t * t;
// CHECK-NEXT: }
// CHECK-NEXT: return y;
func.func @update(%c: i1 loc("c"), %x: f64 loc("x")) -> f64 {
  %zero = arith.constant 0.0 : f64
  %0 = scf.if %c -> f64 {
    scf.yield %zero : f64
  } else {
    %1 = math.exp %x : f64 loc("t")
    %2 = arith.mulf %1, %1 : f64
    scf.yield %2 : f64
  } loc("y")
  return %0 : f64
}

// CHECK-LABEL: double several(
// CHECK-NEXT: double y;
// CHECK-NEXT: double z;
// CHECK-NEXT: if (c) {
// CHECK-NEXT:   y = x * 2.0;
// CHECK-NEXT:   z = std::sin(x);
// CHECK-NEXT: } else {
// CHECK-NEXT:   y = std::cos(x);
// CHECK-NEXT:   z = x;
// CHECK-NEXT: }
// CHECK-NEXT: return y * z;
func.func @several(%c: i1 loc("c"), %x: f64 loc("x")) -> f64 {
  %two = arith.constant 2.0 : f64
  %0:2 = scf.if %c -> (f64, f64) {
    %1 = arith.mulf %x, %two : f64 loc("y")
    %2 = math.sin %x : f64 loc("z")
    scf.yield %1, %2 : f64, f64
  } else {
    %1 = math.cos %x : f64 loc("y")
    scf.yield %1, %x : f64, f64
  }
  %3 = arith.mulf %0#0, %0#1 : f64
  return %3 : f64
}

// What only one branch needs moves into it.
// CHECK-LABEL: double lazy(
// CHECK-NEXT: return c ? x / 3.0 : x;
func.func @lazy(%c: i1 loc("c"), %x: f64 loc("x")) -> f64 {
  %three = arith.constant 3.0 : f64
  %0 = arith.divf %x, %three : f64
  %1 = arith.select %c, %0, %x : f64
  return %1 : f64
}
