// Source names survive; every name is unique and means nothing else.
// RUN: adgen-opt --emit=cpp %s | FileCheck %s

// CHECK-LABEL: double f(double x, double t)
func.func @f(%x: f64 loc("x"), %t: f64 loc("t")) -> f64 {
  // A second version of the parameter x.
  // CHECK-NEXT: const double x1 = x * t;
  %0 = arith.mulf %x, %t : f64 loc("x")
  // The function's own name, and a keyword.
  // CHECK-NEXT: const double f1 = x1 * x;
  %1 = arith.mulf %0, %x : f64 loc("f")
  // CHECK-NEXT: const double while1 = f1 * x1;
  %2 = arith.mulf %1, %0 : f64 loc("while")
  // A member.
  // CHECK-NEXT: const double model_w = while1 + f1;
  %3 = arith.addf %2, %1 : f64 loc("model.w")
  // Named after the operation, or by a letter and a number; t itself is a parameter.
  // CHECK-NEXT: const double exp_x = std::exp(x);
  %4 = math.exp %x : f64
  // CHECK-NEXT: const double v0 = exp_x * model_w;
  %5 = arith.mulf %4, %3 : f64
  // CHECK-NEXT: return v0 * v0 + exp_x;
  %6 = arith.mulf %5, %5 : f64
  %7 = arith.addf %6, %4 : f64
  return %7 : f64
}

// A generated name gives way to a name in the source further down.
// CHECK-LABEL: double later(
// CHECK-NEXT: const double v0 = x * x;
// CHECK-NEXT: const double t = v0 * v0;
// CHECK-NEXT: return t * t;
func.func @later(%x: f64 loc("x")) -> f64 {
  %0 = arith.mulf %x, %x : f64
  %1 = arith.mulf %0, %0 : f64 loc("t")
  %2 = arith.mulf %1, %1 : f64
  return %2 : f64
}
