// A conversion that C++ does by itself is left to it; any other is a static_cast.
// RUN: adgen-opt --emit=cpp %s | FileCheck %s

// CHECK-LABEL: double widen(
// CHECK-NEXT: return x * y + static_cast<double>(x) * x;
func.func @widen(%x: f32 loc("x"), %y: f64 loc("y")) -> f64 {
  %0 = arith.extf %x : f32 to f64
  %1 = arith.mulf %0, %y : f64
  %2 = arith.mulf %0, %0 : f64
  %3 = arith.addf %1, %2 : f64
  return %3 : f64
}

// The overload of std::sin depends on the type of its argument.
// CHECK-LABEL: double overloads(
// CHECK-NEXT: return std::sin(static_cast<double>(x));
func.func @overloads(%x: f32 loc("x")) -> f64 {
  %0 = arith.extf %x : f32 to f64
  %1 = math.sin %0 : f64
  return %1 : f64
}

// CHECK-LABEL: float shorten(
// CHECK-NEXT: return static_cast<float>(y) * static_cast<int>(y);
func.func @shorten(%y: f64 loc("y")) -> f32 {
  %0 = arith.truncf %y : f64 to f32
  %1 = arith.fptosi %y : f64 to i32
  %2 = arith.sitofp %1 : i32 to f32
  %3 = arith.mulf %0, %2 : f32
  return %3 : f32
}
