// A value takes the name of the first variable that holds it; a field's variable has the field's name.
// RUN: adgen-opt --ad-promote-locals --mlir-print-debuginfo --mlir-print-local-scope %s | FileCheck %s

!tuple = !ad.record<"std::tuple<double, double>", ["0", "1"], f64, f64>
!point = !ad.record<"P", ["x", "y"], f64, f64>

// CHECK-LABEL: func @values
// CHECK: arith.mulf {{.*}} loc("y"
// CHECK: arith.addf {{.*}} loc("t_0"
// CHECK: arith.subf {{.*}} loc("x"
// CHECK: scf.for {{.*}} iter_args(%[[S:.*]] = %{{.*}})
// CHECK: arith.divf {{.*}} loc("s"
// CHECK: } loc("s"
func.func @values(%a: f64, %n: i32, %q: !ad.ptr<f64>) -> f64 {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %y = ad.local : !ad.ptr<f64> loc("y")
  %z = ad.local : !ad.ptr<f64> loc("z")
  %0 = arith.mulf %a, %a : f64
  ad.store %0, %y : !ad.ptr<f64>
  ad.store %0, %z : !ad.ptr<f64>
  %t = ad.local : !ad.ptr<!tuple> loc("t")
  %t0 = ad.member %t["0"] : !ad.ptr<!tuple> -> !ad.ptr<f64>
  %1 = arith.addf %a, %0 : f64
  ad.store %1, %t0 : !ad.ptr<f64>
  %p = ad.local : !ad.ptr<!point> loc("p")
  %px = ad.member %p["x"] : !ad.ptr<!point> -> !ad.ptr<f64>
  %2 = arith.subf %1, %0 : f64
  ad.store %2, %px : !ad.ptr<f64>
  %s = ad.local : !ad.ptr<f64> loc("s")
  ad.store %2, %s : !ad.ptr<f64>
  scf.for %i = %c0 to %n step %c1 : i32 {
    %3 = ad.load %s : !ad.ptr<f64>
    %4 = arith.divf %3, %a : f64
    ad.store %4, %s : !ad.ptr<f64>
  }
  %r = ad.load %s : !ad.ptr<f64>
  return %r : f64
}
