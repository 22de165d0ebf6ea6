// Pointer and reference parameters are written last; what a later write or the
// return still reads is copied first.
// RUN: adgen-opt --emit=cpp %s | FileCheck %s

// CHECK-LABEL: void accumulate(double x, double *d_x, double *d_y)
// CHECK-NEXT: *d_x -= x * 2.0;
// CHECK-NEXT: *d_y = x;
func.func @accumulate(%x: f64, %d_x: f64, %d_y: f64) -> (f64, f64) attributes {
    ad.name = "accumulate", ad.result = "void",
    ad.params = [{name = "x", type = "double", kind = "value"}, {name = "d_x", type = "double *", kind = "pointer"},
                 {name = "d_y", type = "double *", kind = "pointer"}]} {
  %two = arith.constant 2.0 : f64
  %0 = arith.mulf %x, %two : f64
  %1 = arith.negf %0 : f64
  %2 = arith.addf %d_x, %1 : f64
  return %2, %x : f64, f64
}

// CHECK-LABEL: double swap(double &a, double &b)
// CHECK-NEXT: const double a1 = a;
// CHECK-NEXT: const double t0 = a - b;
// CHECK-NEXT: a = b;
// CHECK-NEXT: b = a1;
// CHECK-NEXT: return t0;
func.func @swap(%a: f64, %b: f64) -> (f64, f64, f64) attributes {
    ad.name = "swap", ad.result = "double",
    ad.params = [{name = "a", type = "double &", kind = "reference"},
                 {name = "b", type = "double &", kind = "reference"}]} {
  %0 = arith.subf %a, %b : f64
  return %0, %b, %a : f64, f64, f64
}

// Only the fields that change are written.
// CHECK-LABEL: void fields(Pair &p)
// CHECK-NEXT: const double t0 = p.a - 1.0;
// CHECK-NEXT: p.a += p.b;
// CHECK-NEXT: p.c = t0;
!pair = !ad.record<"Pair", ["a", "b", "c"], f64, f64, f64>
func.func @fields(%p: !pair) -> !pair attributes {
    ad.name = "fields", ad.result = "void", ad.params = [{name = "p", type = "Pair &", kind = "reference"}]} {
  %one = arith.constant 1.0 : f64
  %a = ad.extract %p["a"] : !pair -> f64
  %b = ad.extract %p["b"] : !pair -> f64
  %0 = arith.addf %a, %b : f64
  %1 = arith.subf %a, %one : f64
  %2 = ad.make_record (%0, %b, %1) : (f64, f64, f64) -> !pair
  return %2 : !pair
}

// A parameter that is read only, though it could be written.
// CHECK-LABEL: double unchanged(double &x, double & /*y*/)
// CHECK-NEXT: return x * x;
func.func @unchanged(%x: f64, %y: f64) -> (f64, f64, f64) attributes {
    ad.name = "unchanged", ad.result = "double",
    ad.params = [{name = "x", type = "double &", kind = "reference"},
                 {name = "y", type = "double &", kind = "reference"}]} {
  %0 = arith.mulf %x, %x : f64
  return %0, %x, %y : f64, f64, f64
}
