// MLIR's integers have no sign; where an operation needs one that its C++ operand has not, it is cast.
// RUN: adgen-opt --emit=cpp %s | FileCheck %s

// CHECK-LABEL: bool compare(unsigned n, int m, Count k)
// CHECK-NEXT: return n < 5 && static_cast<int>(n) < m && n < static_cast<unsigned>(m) && static_cast<int>(k) < 5;
func.func @compare(%n: i32, %m: i32, %k: i32) -> i1 attributes {
    ad.name = "compare", ad.result = "bool",
    ad.params = [{name = "n", type = "unsigned", kind = "value"}, {name = "m", type = "int", kind = "value"},
                 {name = "k", type = "Count", kind = "value"}]} {
  %c5 = arith.constant 5 : i32
  %0 = arith.cmpi ult, %n, %c5 : i32
  %1 = arith.cmpi slt, %n, %m : i32
  %2 = arith.cmpi ult, %n, %m : i32
  %3 = arith.cmpi slt, %k, %c5 : i32
  %4 = arith.andi %0, %1 : i1
  %5 = arith.andi %4, %2 : i1
  %6 = arith.andi %5, %3 : i1
  return %6 : i1
}

// Beside a double, an int converts by itself, with the sign that it has.
// CHECK-LABEL: double convert(unsigned n, int m)
// CHECK-NEXT: return 0.5 * n + 0.5 * static_cast<int>(n) + 0.5 * m;
func.func @convert(%n: i32, %m: i32) -> f64 attributes {
    ad.name = "convert", ad.result = "double",
    ad.params = [{name = "n", type = "unsigned", kind = "value"}, {name = "m", type = "int", kind = "value"}]} {
  %half = arith.constant 0.5 : f64
  %0 = arith.uitofp %n : i32 to f64
  %1 = arith.sitofp %n : i32 to f64
  %2 = arith.sitofp %m : i32 to f64
  %3 = arith.mulf %half, %0 : f64
  %4 = arith.mulf %half, %1 : f64
  %5 = arith.mulf %half, %2 : f64
  %6 = arith.addf %3, %4 : f64
  %7 = arith.addf %6, %5 : f64
  return %7 : f64
}

// C++ computes in int: a narrow result is cut.
// CHECK-LABEL: narrow(
// CHECK-NEXT: return static_cast<std::int8_t>(a + b);
func.func @narrow(%a: i8 loc("a"), %b: i8 loc("b")) -> i8 {
  %0 = arith.addi %a, %b : i8
  return %0 : i8
}

// CHECK-LABEL: divide(
// CHECK-NEXT: return static_cast<int>(static_cast<unsigned>(a) / static_cast<unsigned>(b)) / b;
func.func @divide(%a: i32 loc("a"), %b: i32 loc("b")) -> i32 {
  %0 = arith.divui %a, %b : i32
  %1 = arith.divsi %0, %b : i32
  return %1 : i32
}
