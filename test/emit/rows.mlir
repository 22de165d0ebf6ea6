// An index that stays in its row is a subscript of the row; one that may leave it starts at the first element. What
// was put aside is written again, the last entry first.
// RUN: adgen-opt --emit=cpp %s | FileCheck %s

// CHECK-LABEL: inline double rows(int i)
// CHECK: return m[0][i] + (&m[0][0])[i];
func.func @rows(%i: i32) -> f64 attributes {
    ad.name = "rows", ad.result = "double", ad.params = [{name = "i", type = "int", kind = "value"}]} {
  %m = ad.local zero : !ad.ptr<!ad.array<2x!ad.array<3xf64>>> loc("m")
  %all = ad.decay %m : !ad.ptr<!ad.array<2x!ad.array<3xf64>>>
  %row = ad.decay %all : !ad.ptr<!ad.array<3xf64>>
  %p = ad.offset inside %row[%i] : !ad.ptr<f64>, i32
  %q = ad.offset %row[%i] : !ad.ptr<f64>, i32
  %0 = ad.load %p : !ad.ptr<f64>
  %1 = ad.load %q : !ad.ptr<f64>
  %2 = arith.addf %0, %1 : f64
  return %2 : f64
}

// CHECK-LABEL: inline void again(double *x)
// CHECK: for (std::size_t i = written.size(); i-- > 0;)
// CHECK-NEXT: *written[i] = written_value[i];
func.func @again(%x: !ad.ptr<f64>) attributes {
    ad.name = "again", ad.result = "void", ad.params = [{name = "x", type = "double *", kind = "value"}]} {
  %written = ad.stack : !ad.stack<!ad.ptr<f64>> loc("written")
  %values = ad.stack : !ad.stack<f64> loc("written_value")
  %0 = ad.load %x : !ad.ptr<f64>
  ad.push %x, %written : !ad.stack<!ad.ptr<f64>>
  ad.push %0, %values : !ad.stack<f64>
  ad.replay %written, %values : !ad.stack<!ad.ptr<f64>>, !ad.stack<f64>
  return
}
