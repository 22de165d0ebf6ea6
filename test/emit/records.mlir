// Fields are read through the path of their names; a returned record is a braced list.
// RUN: adgen-opt --emit=cpp %s | FileCheck %s

!layer = !ad.record<"Layer", ["w", "b"], f64, f64>
!model = !ad.record<"Model", ["fc1", "scale"], !layer, f64>
!pair = !ad.record<"std::pair<double, double>", ["0", "1"], f64, f64>
!nested = !ad.record<"std::tuple<double, std::pair<double, double>>", ["0", "1"], f64, !pair>
!one = !ad.record<"std::tuple<double>", ["0"], f64>
!onePair = !ad.record<"std::tuple<std::tuple<double>, double>", ["0", "1"], !one, f64>

// CHECK-LABEL: double path(const Model &model)
// CHECK-NEXT: return model.fc1.w * model.fc1.w + model.scale;
func.func @path(%model: !model loc("model")) -> f64 {
  %layer = ad.extract %model["fc1"] : !model -> !layer
  %w = ad.extract %layer["w"] : !layer -> f64
  %scale = ad.extract %model["scale"] : !model -> f64
  %0 = arith.mulf %w, %w : f64
  %1 = arith.addf %0, %scale : f64
  return %1 : f64
}

// CHECK-LABEL: std::tuple<double, std::pair<double, double>> tuple(const std::pair<double, double> &p)
// CHECK-NEXT: return {std::get<0>(p) * 2.0, {std::get<1>(p), std::get<0>(p)}};
func.func @tuple(%p: !pair loc("p")) -> !nested {
  %two = arith.constant 2.0 : f64
  %0 = ad.extract %p["0"] : !pair -> f64
  %1 = ad.extract %p["1"] : !pair -> f64
  %2 = arith.mulf %0, %two : f64
  %3 = ad.make_record (%1, %0) : (f64, f64) -> !pair
  %4 = ad.make_record (%2, %3) : (f64, !pair) -> !nested
  return %4 : !nested
}

// Braces around a single field could as well copy the record: the type is named.
// CHECK-LABEL: ambiguous(
// CHECK-NEXT: return {std::tuple<double>{x}, x};
func.func @ambiguous(%x: f64 loc("x")) -> !onePair {
  %0 = ad.make_record (%x) : (f64) -> !one
  %1 = ad.make_record (%0, %x) : (!one, f64) -> !onePair
  return %1 : !onePair
}

// CHECK-LABEL: Layer aggregate(
// CHECK-NEXT: return {x, 1.0};
func.func @aggregate(%x: f64 loc("x")) -> (!layer) {
  %one = arith.constant 1.0 : f64
  %0 = ad.make_record (%x, %one) : (f64, f64) -> !layer loc("layer")
  %w = ad.extract %0["w"] : !layer -> f64
  return %0 : !layer
}
