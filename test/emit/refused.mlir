// An operation without a C++ spelling is an error at its place, not a wrong text.
// RUN: not adgen-opt --emit=cpp %s 2>&1 | FileCheck %s

// CHECK: refused.mlir:[[#@LINE+3]]:{{[0-9]+}}: error: {{.*}}has no spelling in C++
// CHECK-NOT: inline
func.func @f(%x: i32 loc("x")) -> i32 {
  %0 = math.ctpop %x : i32
  return %0 : i32
}
