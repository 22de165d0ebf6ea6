// ad.map is a call of adgen::map: elements are called like their tensors,
// scalars are captured, and functions come from the vectorised library.
// RUN: adgen-opt --emit=cpp %s | FileCheck %s

!t = !ad.tensor<f32>

// CHECK-LABEL: adgen::Tensor one(
// CHECK-NEXT: return adgen::map([=](float z) { return adgen::vmath::exp(z) * s; }, z);
func.func @one(%z: !t loc("z"), %s: f32 loc("s")) -> !t {
  %0 = ad.map (%z, %s) : (!t, f32) -> !t {
  ^bb0(%a: f32, %b: f32):
    %1 = math.exp %a : f32
    %2 = arith.mulf %1, %b : f32
    ad.yield %2 : f32
  }
  return %0 : !t
}

// A scalar is computed once, not for every element.
// CHECK-LABEL: adgen::Tensor captured(
// CHECK-NEXT: const float t0 = s * s;
// CHECK-NEXT: return adgen::map([=](float z) { return z * t0; }, z);
func.func @captured(%z: !t loc("z"), %s: f32 loc("s")) -> !t {
  %0 = arith.mulf %s, %s : f32
  %1 = ad.map (%z) : (!t) -> !t {
  ^bb0(%a: f32):
    %2 = arith.mulf %a, %0 : f32
    ad.yield %2 : f32
  }
  return %1 : !t
}

// An operand that is there for its shape only has no name.
// CHECK-LABEL: std::tuple<adgen::Tensor, adgen::Tensor> two(
// CHECK-NEXT: const auto [t1, t2] = adgen::map([](float z, float /*y*/) {
// CHECK-NEXT:   const float t0 = adgen::vmath::tanh(z);
// CHECK-NEXT:   return std::make_tuple(t0 * t0, 1.0f - t0);
// CHECK-NEXT: }, z, y);
// CHECK-NEXT: return {t1, t2};
!pair = !ad.record<"std::tuple<adgen::Tensor, adgen::Tensor>", ["0", "1"], !t, !t>
func.func @two(%z: !t loc("z"), %y: !t loc("y")) -> !pair {
  %one = arith.constant 1.0 : f32
  %0:2 = ad.map (%z, %y) : (!t, !t) -> (!t, !t) {
  ^bb0(%a: f32, %b: f32):
    %2 = math.tanh %a : f32
    %3 = arith.mulf %2, %2 : f32
    %4 = arith.subf %one, %2 : f32
    ad.yield %3, %4 : f32, f32
  }
  %1 = ad.make_record (%0#0, %0#1) : (!t, !t) -> !pair
  return %1 : !pair
}

// CHECK-LABEL: adgen::Tensor total(
// CHECK-NEXT: return adgen::Tensor(adgen::map_sum([](float z, float y) { return z * y; }, z, y));
func.func @total(%z: !t loc("z"), %y: !t loc("y")) -> !t {
  %0 = ad.map reduce (%z, %y) : (!t, !t) -> f32 {
  ^bb0(%a: f32, %b: f32):
    %2 = arith.mulf %a, %b : f32
    ad.yield %2 : f32
  }
  %1 = ad.apply "to_tensor" (%0) : (f32) -> !t
  return %1 : !t
}
