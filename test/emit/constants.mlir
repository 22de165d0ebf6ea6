// Constants are the shortest text that reads back as the same value.
// RUN: adgen-opt --emit=cpp %s | FileCheck %s

// CHECK-LABEL: float floats(
// CHECK: return x * 0.1f + 1.0f - 3.4028235e38f;
func.func @floats(%x: f32 loc("x")) -> f32 {
  %a = arith.constant 0.1 : f32
  %b = arith.constant 1.0 : f32
  %c = arith.constant -3.4028234663852886E+38 : f32
  %0 = arith.mulf %x, %a : f32
  %1 = arith.addf %0, %b : f32
  %2 = arith.addf %1, %c : f32
  return %2 : f32
}

// CHECK-LABEL: double doubles(
// CHECK: return x * 0.6931471805599453 / 1.0e-5 * -2.5 - 100000.0;
func.func @doubles(%x: f64 loc("x")) -> f64 {
  %a = arith.constant 0.69314718055994530942 : f64
  %b = arith.constant 1.0e-5 : f64
  %c = arith.constant -2.5 : f64
  %d = arith.constant 1.0e5 : f64
  %0 = arith.mulf %x, %a : f64
  %1 = arith.divf %0, %b : f64
  %2 = arith.mulf %1, %c : f64
  %3 = arith.subf %2, %d : f64
  return %3 : f64
}

// CHECK-LABEL: long double extended(
// CHECK: return x * 0.5L;
func.func @extended(%x: f80 loc("x")) -> f80 {
  %a = arith.constant 0.5 : f80
  %0 = arith.mulf %x, %a : f80
  return %0 : f80
}

// CHECK-LABEL: double special(
// CHECK: return x < std::numeric_limits<double>::infinity() ? x : std::numeric_limits<double>::quiet_NaN();
func.func @special(%x: f64 loc("x")) -> f64 {
  %inf = arith.constant 0x7FF0000000000000 : f64
  %nan = arith.constant 0x7FF8000000000000 : f64
  %0 = arith.cmpf olt, %x, %inf : f64
  %1 = arith.select %0, %x, %nan : f64
  return %1 : f64
}

// CHECK-LABEL: std::int64_t wide(
// CHECK: return static_cast<std::int64_t>(1) << n;
func.func @wide(%n: i64 loc("n")) -> i64 {
  %one = arith.constant 1 : i64
  %0 = arith.shli %one, %n : i64
  return %0 : i64
}

// CHECK-LABEL: int smallest(
// CHECK: return n - std::numeric_limits<int>::min();
func.func @smallest(%n: i32 loc("n")) -> i32 {
  %min = arith.constant -2147483648 : i32
  %0 = arith.subi %n, %min : i32
  return %0 : i32
}
