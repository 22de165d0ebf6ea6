// A recursive callee gets one function for each choice of arguments that vary.
// RUN: adgen-opt --ad-forward --canonicalize %s | FileCheck %s

// CHECK-LABEL: func @power(
// CHECK-LABEL: func @power.power_jvp(
// CHECK: call @power.jvp_d(%arg0, %{{.*}}, %arg2) : (f64, i32, f64) -> !ad.record<"std::tuple<double, double>"
// CHECK-LABEL: func @power.jvp_d(
// CHECK-SAME: ad.callee = "::power_jvp_d"
// CHECK-SAME: ad.name = "power_jvp_d"
// CHECK: %[[T:.*]] = func.call @power.jvp_d
// CHECK-DAG: ad.extract %[[T]]["0"]
// CHECK-DAG: ad.extract %[[T]]["1"]
func.func @power(%x: f64, %n: i32) -> f64 {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %one = arith.constant 1.0 : f64
  %c = arith.cmpi eq, %n, %c0 : i32
  %r = scf.if %c -> (f64) {
    scf.yield %one : f64
  } else {
    %m = arith.subi %n, %c1 : i32
    %p = func.call @power(%x, %m) : (f64, i32) -> f64
    %q = arith.mulf %x, %p : f64
    scf.yield %q : f64
  }
  return %r : f64
}
