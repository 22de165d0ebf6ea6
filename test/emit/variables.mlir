// What is read once and has no name is folded into its reader; what is read
// twice, has a name, or makes a line too long is a variable.
// RUN: adgen-opt --emit=cpp %s | FileCheck %s

// CHECK-LABEL: double f(
// CHECK-NEXT: const double z = std::sin(x) + 2.0;
// CHECK-NEXT: const double t0 = z * y;
// CHECK-NEXT: return t0 / (t0 + z);
func.func @f(%x: f64 loc("x"), %y: f64 loc("y")) -> f64 {
  %two = arith.constant 2.0 : f64
  %0 = math.sin %x : f64
  %1 = arith.addf %0, %two : f64 loc("z")
  %2 = arith.mulf %1, %y : f64
  %3 = arith.addf %2, %1 : f64
  %4 = arith.divf %2, %3 : f64
  // Nothing reads this.
  %5 = math.exp %x : f64 loc("unused")
  return %4 : f64
}

// CHECK-LABEL: double longLine(
// CHECK-NEXT: const double t0 = std::pow(first_variable + second_variable, second_variable * first_variable);
// CHECK-NEXT: return std::atan2(t0, std::sin(first_variable * second_variable));
func.func @longLine(%a: f64 loc("first_variable"), %b: f64 loc("second_variable")) -> f64 {
  %0 = arith.addf %a, %b : f64
  %1 = arith.mulf %b, %a : f64
  %2 = math.powf %0, %1 : f64
  %3 = arith.mulf %a, %b : f64
  %4 = math.sin %3 : f64
  %5 = math.atan2 %2, %4 : f64
  return %5 : f64
}

// A parameter that nothing reads keeps its type only.
// CHECK-LABEL: double unused(double x, double /*y*/)
func.func @unused(%x: f64 loc("x"), %y: f64 loc("y")) -> f64 {
  return %x : f64
}
