// Unsigned arithmetic stays unsigned where its first value is a constant; an index has a sign, and 64 bits overflow
// in none.
// RUN: adgen-opt --emit=cpp %s | FileCheck %s

// CHECK-LABEL: inline int generate(int n)
// CHECK: unsigned seed = 17;
// CHECK: seed = seed * 1664525 + 1013904223;
func.func @generate(%n: i32) -> i32 attributes {
    ad.name = "generate", ad.result = "int", ad.params = [{name = "n", type = "int", kind = "value"}]} {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %first = arith.constant 17 : i32
  %factor = arith.constant 1664525 : i32
  %term = arith.constant 1013904223 : i32
  %r = scf.for %i = %zero to %n step %one iter_args(%seed = %first) -> (i32) : i32 {
    %0 = arith.muli %seed, %factor {ad.wraps} : i32
    %1 = arith.addi %0, %term {ad.wraps} : i32 loc("seed")
    scf.yield %1 : i32
  }
  return %r : i32
}

// CHECK-LABEL: inline int hash(int n)
// CHECK: return n * 31U;
func.func @hash(%n: i32) -> i32 attributes {
    ad.name = "hash", ad.result = "int", ad.params = [{name = "n", type = "int", kind = "value"}]} {
  %factor = arith.constant 31 : i32
  %0 = arith.muli %n, %factor {ad.wraps} : i32
  return %0 : i32
}

// CHECK-LABEL: inline double element(const double *x, int i)
// CHECK: return x[static_cast<int>(i + 1U)];
func.func @element(%x: !ad.ptr<f64, const>, %i: i32) -> f64 attributes {
    ad.name = "element", ad.result = "double",
    ad.params = [{name = "x", type = "const double *", kind = "value"}, {name = "i", type = "int", kind = "value"}]} {
  %one = arith.constant 1 : i32
  %0 = arith.addi %i, %one {ad.wraps} : i32
  %1 = ad.offset %x[%0] : !ad.ptr<f64, const>, i32
  %2 = ad.load %1 : !ad.ptr<f64, const>
  return %2 : f64
}
