// A pointer to a member is only converted before it is indexed: compilers take `(&v.x)[i]` for v.x alone.
// RUN: adgen-opt --emit=cpp %s | FileCheck %s

!vector = !ad.record<"Vector", ["x", "y", "z"], f64, f64, f64>

// CHECK-LABEL: double part(
// CHECK: return static_cast<double *>(&v1.x)[i];
func.func @part(%v: !vector loc("v"), %i: i32 loc("i")) -> f64 {
  %0 = ad.local : <!vector> loc("v")
  ad.store %v, %0 : <!vector>
  %1 = ad.member %0["x"] : <!vector> -> <f64>
  %2 = ad.offset %1[%i] : <f64>, i32
  %3 = ad.load %2 : <f64>
  return %3 : f64
}
