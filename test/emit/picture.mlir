// The picture has the parameters, the primal and the adjoint part; constants stand in labels.
// RUN: adgen-opt --emit=dot %s | FileCheck %s

// CHECK: digraph "f"
// CHECK: shape=ellipse
// CHECK: [[X:n[0-9]+]] [label="x"]
// CHECK: subgraph cluster_primal
// CHECK: [[Z:n[0-9]+]] [label="z\nmul 2.0"]
// CHECK: subgraph cluster_adjoint
// CHECK: [[D:n[0-9]+]] [label="d_x\ncos"]
// CHECK-DAG: [[X]] -> [[Z]];
// CHECK-DAG: [[Z]] -> [[D]] [color=
// CHECK-DAG: [[D]] -> result;
func.func @f(%x: f64 loc("x")) -> f64 {
  %two = arith.constant 2.0 : f64
  %0 = arith.mulf %x, %two : f64 loc("z")
  %1 = math.cos %0 : f64 loc("d_x"(fused<"reverse">["model.cpp":4:9]))
  return %1 : f64
}
